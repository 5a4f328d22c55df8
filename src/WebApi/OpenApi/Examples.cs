using CleanAuth.Application.Accounts;
using CleanAuth.Application.Login;
using CleanAuth.Application.Otp;
using CleanAuth.Application.Passwords;
using CleanAuth.Application.Sessions;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.WebApi.Accounts;
using CleanAuth.WebApi.Login;
using CleanAuth.WebApi.Otp;
using CleanAuth.WebApi.Passwords;
using CleanAuth.WebApi.Security;
using CleanAuth.WebApi.Sessions;
using CleanAuth.WebApi.TwoFactor;

namespace CleanAuth.WebApi.OpenApi;

/// <param name="Name">In lowerCamelCase; shown when a type has several examples.</param>
internal sealed record NamedExample(string Name, string Summary, object Value);

/// <summary>
/// Bodies of one made-up person. They are the types themselves, so a change to a type changes its example. Nothing here opens anything:
/// the secrets say that they are examples.
/// </summary>
internal static class Examples
{
    internal const string Email = "ada@example.com";
    private const string Password = "correct horse battery staple";
    private const string NewPassword = "another horse, another staple";
    internal const string DisplayName = "Ada Example";

    // Of the range that the United Kingdom keeps for fiction.
    private const string Phone = "+447700900123";
    internal const string PhoneHint = "***23";

    private const string AccessToken = "EXAMPLE-HEADER.EXAMPLE-ACCESS-TOKEN.EXAMPLE-SIGNATURE";
    private const string SecondFactorToken = "EXAMPLE-HEADER.EXAMPLE-SECOND-FACTOR-TOKEN.EXAMPLE-SIGNATURE";
    private const string EnrollmentToken = "EXAMPLE-HEADER.EXAMPLE-ENROLLMENT-TOKEN.EXAMPLE-SIGNATURE";
    private const string RefreshToken = "EXAMPLE-REFRESH-TOKEN-NOT-A-REAL-SECRET-000";
    private const string PhoneVerificationToken = "EXAMPLE-PHONE-TOKEN-NOT-A-REAL-SECRET-00000";
    private const string PasswordResetToken = "EXAMPLE-RESET-TOKEN-NOT-A-REAL-SECRET-00000";
    private const string ChallengeId = "EXAMPLE-CHALLENGE-ID-0";
    private const string Code = "123456";
    private const string TotpSecret = "EXAMPLEEXAMPLEEXAMPLEEXAMPLE2345";
    private const string RecoveryCode = "0-EXAM-PXE0-EXAM-PXE0";

    internal const string Cursor = "EXAMPLE-CURSOR-OF-THE-NEXT-PAGE-00000000000000000000000000000000";

    internal static readonly Guid AccountId = new("01990000-0000-7000-8000-000000000001");
    internal static readonly DateTimeOffset Then = new(2026, 1, 15, 9, 30, 0, TimeSpan.Zero);

    private static readonly LoginComplete s_complete = new(AccessToken, "Bearer", ExpiresIn: 600, RefreshToken, RefreshExpiresIn: 1_209_600);

    private static readonly SecondFactorRequired s_secondFactorRequired =
        new(SecondFactorToken, ExpiresIn: 600, [new LoginMethod(SecondFactorMethod.Totp, AvailableAt: null), new LoginMethod(SecondFactorMethod.Sms, AvailableAt: null)], PhoneHint);

    private static readonly EnrollmentRequired s_enrollmentRequired =
        new(EnrollmentToken, ExpiresIn: 900, [new LoginMethod(SecondFactorMethod.Totp, AvailableAt: null), new LoginMethod(SecondFactorMethod.Sms, AvailableAt: null)]);

    private static readonly OtpSent s_sent =
        new(ChallengeId, OtpPurpose.PhoneVerification, Label: "K7", PhoneHint, CodeLength: 6, Then.AddMinutes(5), Then.AddSeconds(30), OtpDelivery.Queued);

    private static readonly AccountProfile s_profile =
        new() { AccountId = AccountId, Email = Email, DisplayName = DisplayName, PhoneNumber = Phone, CreatedAt = Then, Recoverable = true };

    private static readonly AccountExport s_export = new(
        Then, s_profile, PasswordChangedAt: Then, PhoneChangedAt: null, SmsFactorEnabled: true,
        new PersonalData(
            TotpEnabledAt: Then, RecoveryCodesCreatedAt: Then, KnownNetworks: 1, LastKnownLoginAt: Then,
            [new HeldSession(AccountId, "Firefox on Windows", "192.0.2.0/24", ["pwd", "sms", "mfa"], Then, Then, Then, Then.AddDays(90), EndedAt: null, EndReason: null)],
            [new ActivityEntry(AccountId, Then, ActivityEvent.LoginSucceeded, AccountId, "192.0.2.0/24")],
            [new HeldMessage(Then, OtpChannel.Sms, Phone, Then, Reason: null)],
            [new HeldAuditEvent(Then, SecurityEvent.LoginSucceeded, AccountId)]),
        IsComplete: true);

    // A network that is kept for documentation.
    private static readonly SessionItem s_session =
        new(new Guid("01990000-0000-7000-8000-000000000002"), "Firefox on Windows", "192.0.2.0/24", Then, Then.AddHours(3), ["pwd", "sms", "mfa"], Current: true);

    // The public key of RFC 7515 A.3.
    private static readonly JsonWebKey s_key = new(
        "EXAMPLE-KEY-ID", "EC", "sig", "ES256", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");

    private static readonly NamedExample[] s_all =
    [
        One(new SignUpCommand(Email, Password, DisplayName, PhoneVerificationToken)),
        One(new SignedUp(AccountId, Email, Phone, Recoverable: true)),
        One(new LoginCommand(Email, Password)),
        new("complete", "There is no second factor", s_complete),
        new("secondFactorRequired", "A code by SMS is still needed", s_secondFactorRequired),
        new("enrollmentRequired", "A second factor is demanded and there is none yet", s_enrollmentRequired),
        new("phoneVerification", "A number is to be proved", new SendOtpRequest(PhoneNumber: Phone, Locale: "en")),
        new("call", "The same by a call", new SendOtpRequest(PhoneNumber: Phone, Channel: OtpChannel.Voice, Locale: "en-GB")),
        new("secondFactor", "The second step of a log-in", new SendOtpRequest(OtpPurpose.SecondFactor)),
        new("enrollment", "An enrolment after a reset of lost factors", new SendOtpRequest(OtpPurpose.Enrollment)),
        new("phoneVerification", "A number is to be proved", s_sent),
        new("secondFactor", "The second step of a log-in", s_sent with { Purpose = OtpPurpose.SecondFactor }),
        One(new VerifyOtpRequest(ChallengeId, Code)),
        new("phoneVerification", "A number was proved", new OtpVerified(OtpStatus.Verified, PhoneVerificationToken)),
        new("passwordReset", "A forgotten password may be replaced", new OtpVerified(OtpStatus.Verified, PasswordResetToken: PasswordResetToken)),
        One(new ChangePasswordRequest(Password, NewPassword)),
        One(new ForgotPasswordRequest(Email)),
        One(new ResetAsked(ChallengeId, OtpPurpose.PasswordReset, Label: "K7", CodeLength: 6, Then.AddMinutes(5), Then.AddSeconds(30), OtpDelivery.Unknown)),
        new("sms", "After a code by SMS", new ResetPasswordRequest(NewPassword, PasswordResetToken)),
        new("recoveryCode", "With a code that was written down", new ResetPasswordRequest(NewPassword, Email: Email, RecoveryCode: RecoveryCode)),
        new("sent", "The gateway took it", new ChallengeState(OtpDelivery.Sent, Reason: null, Then.AddSeconds(30), Then.AddMinutes(5))),
        new("failed", "The number takes no messages", new ChallengeState(OtpDelivery.Failed, DeliveryFailure.Number, Then.AddSeconds(30), Then.AddMinutes(5))),
        new("delivered", "It arrived", new ChallengeState(OtpDelivery.Delivered, Reason: null, Then.AddSeconds(30), Then.AddMinutes(5))),
        new("undelivered", "It did not arrive; offer a call", new ChallengeState(OtpDelivery.Undelivered, DeliveryFailure.Number, Then.AddSeconds(30), Then.AddMinutes(5), OtpChannel.Voice)),
        new("unanswered", "Nobody took the call; offer a message", new ChallengeState(OtpDelivery.Undelivered, DeliveryFailure.Unanswered, Then.AddSeconds(30), Then.AddMinutes(5), OtpChannel.Sms)),
        new("sms", "A code by SMS or call", new AuthenticateRequest(SecondFactorMethod.Sms, Code, ChallengeId)),
        new("totp", "A code from an authenticator app", new AuthenticateRequest(SecondFactorMethod.Totp, Code, ChallengeId: null)),
        new("recoveryCode", "A code that was written down", new AuthenticateRequest(SecondFactorMethod.RecoveryCode, RecoveryCode, ChallengeId: null)),
        new("totp", "The account has an authenticator app", new StepUpRequest(StepUpMethod.Totp, Password: null, Code, ChallengeId: null)),
        new("sms", "The account gets codes by SMS", new StepUpRequest(StepUpMethod.Sms, Password: null, Code, ChallengeId)),
        new("recoveryCode", "The phone is lost", new StepUpRequest(StepUpMethod.RecoveryCode, Password: null, RecoveryCode, ChallengeId: null)),
        new("password", "The account has no second factor", new StepUpRequest(StepUpMethod.Password, Password, Code: null, ChallengeId: null)),
        One(new SteppedUp(AccessToken, "Bearer", ExpiresIn: 600)),
        One(new TotpGenerated(TotpSecret, $"otpauth://totp/CleanAuth:ada%40example.com?secret={TotpSecret}&issuer=CleanAuth&algorithm=SHA1&digits=6&period=30", "data:image/png;base64,RVhBTVBMRQ==")),
        new("session", "With a session, or a first enrolment", new TurnOnRequest(Code)),
        new("afterReset", "An enrolment after a reset of lost factors", new TurnOnRequest(Code, ChallengeId, Code)),
        One(new RecoveryCodesCreated([RecoveryCode])),
        new("token", "A client with tokens", new RefreshSessionCommand(RefreshToken)),
        new("cookies", "A browser with cookies", new RefreshSessionCommand(RefreshToken: null)),
        One(new LogoutRequest(RefreshToken)),
        One(new SessionList([s_session, s_session with { Id = new Guid("01990000-0000-7000-8000-000000000003"), Device = "curl", Amr = ["pwd"], Current = false }], Cursor)),
        One(s_profile),
        new("name", "The person is called otherwise", new ChangeAccountRequest { DisplayName = DisplayName }),
        new("none", "The name is to be forgotten", new ChangeAccountRequest { DisplayName = null }),
        One(new ActivityList([new ActivityItem(Then, ActivityEvent.LoginSucceeded, AccountId, "192.0.2.0/24")], NextCursor: null)),
        One(s_export),
        One(new SetPhoneRequest(PhoneVerificationToken)),
        One(new PhoneSet(Phone)),
        One(new TwoFactorState(Required: true, RequiredBy.Policy, Then.AddDays(30), Recoverable: true, new TotpState(Enabled: true), new SmsState(Enabled: true, PhoneHint), RecoveryCodesLeft: 10)),
        new("session", "With a session", new SetSmsFactorRequest(Enabled: true)),
        new("enrollment", "With an enrollmentToken", new SetSmsFactorRequest(Enabled: true, PhoneVerificationToken)),
        new("afterReset", "With an enrollmentToken, another number after a reset of lost factors", new SetSmsFactorRequest(Enabled: true, PhoneVerificationToken, ChallengeId, Code)),
        One(new SmsFactorSet([])),
        One(new JsonWebKeySet([s_key])),
        One(new Discovery("https://auth.example.com", "https://auth.example.com/.well-known/jwks.json", ["ES256"])),
    ];

    /// <summary>How a log-in ends that had to switch a first factor on.</summary>
    internal static LoginComplete Enrolled => s_complete with { RecoveryCodes = [RecoveryCode] };

    /// <summary>The examples of a body; of a base type those of every type under it.</summary>
    internal static IReadOnlyList<NamedExample> Of(Type type) => [.. s_all.Concat(AdministrationExamples.All).Where(example => type.IsInstanceOfType(example.Value))];

    internal static NamedExample One(object value) => new("example", "Example", value);
}
