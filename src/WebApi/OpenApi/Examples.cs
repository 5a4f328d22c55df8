using CleanAuth.Application.Accounts;
using CleanAuth.Application.Administration;
using CleanAuth.Application.Auditing;
using CleanAuth.Application.Login;
using CleanAuth.Application.Otp;
using CleanAuth.Application.Passwords;
using CleanAuth.Application.Sessions;
using CleanAuth.Application.Spend;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.WebApi.Accounts;
using CleanAuth.WebApi.Administration;
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
    private const string Email = "ada@example.com";
    private const string Password = "correct horse battery staple";
    private const string NewPassword = "another horse, another staple";
    private const string DisplayName = "Ada Example";

    // Of the range that the United Kingdom keeps for fiction.
    private const string Phone = "+447700900123";
    private const string PhoneHint = "***23";

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

    private const string Reason = "Ticket 4711: identity checked by video call";
    private const string Cursor = "EXAMPLE-CURSOR-OF-THE-NEXT-PAGE-00000000000000000000000000000000";

    private static readonly Guid s_accountId = new("01990000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset s_then = new(2026, 1, 15, 9, 30, 0, TimeSpan.Zero);

    private static readonly LoginComplete s_complete = new(AccessToken, "Bearer", ExpiresIn: 600, RefreshToken, RefreshExpiresIn: 1_209_600);

    private static readonly SecondFactorRequired s_secondFactorRequired =
        new(SecondFactorToken, ExpiresIn: 600, [new LoginMethod(SecondFactorMethod.Totp, AvailableAt: null), new LoginMethod(SecondFactorMethod.Sms, AvailableAt: null)], PhoneHint);

    private static readonly EnrollmentRequired s_enrollmentRequired =
        new(EnrollmentToken, ExpiresIn: 900, [new LoginMethod(SecondFactorMethod.Totp, AvailableAt: null), new LoginMethod(SecondFactorMethod.Sms, AvailableAt: null)]);

    private static readonly OtpSent s_sent =
        new(ChallengeId, OtpPurpose.PhoneVerification, Label: "K7", PhoneHint, CodeLength: 6, s_then.AddMinutes(5), s_then.AddSeconds(30), OtpDelivery.Queued);

    private static readonly AccountProfile s_profile =
        new() { AccountId = s_accountId, Email = Email, DisplayName = DisplayName, PhoneNumber = Phone, CreatedAt = s_then, Recoverable = true };

    private static readonly AccountExport s_export = new(
        s_then, s_profile, PasswordChangedAt: s_then, PhoneChangedAt: null, SmsFactorEnabled: true,
        new PersonalData(
            TotpEnabledAt: s_then, RecoveryCodesCreatedAt: s_then, KnownNetworks: 1, LastKnownLoginAt: s_then,
            [new HeldSession(s_accountId, "Firefox on Windows", "192.0.2.0/24", ["pwd", "sms", "mfa"], s_then, s_then, s_then, s_then.AddDays(90), EndedAt: null, EndReason: null)],
            [new ActivityEntry(s_accountId, s_then, ActivityEvent.LoginSucceeded, s_accountId, "192.0.2.0/24")],
            [new HeldMessage(s_then, OtpChannel.Sms, Phone, s_then, Reason: null)],
            [new HeldAuditEvent(s_then, SecurityEvent.LoginSucceeded, s_accountId)]),
        IsComplete: true);

    private static readonly UserDetail s_user = new()
    {
        AccountId = s_accountId,
        Email = Email,
        DisplayName = DisplayName,
        PhoneHint = PhoneHint,
        Status = AccountStatus.Active,
        Role = Role.User,
        CreatedAt = s_then,
        PasswordChangedAt = s_then,
        LastLoginAt = s_then.AddDays(1),
        Totp = new TotpState(Enabled: true),
        Sms = new SmsState(Enabled: true, PhoneHint),
        RecoveryCodesLeft = 9,
        Recoverable = true,
        Required = true,
        RequiredBy = RequiredBy.Policy,
        MustEnroll = false,
        ThrottledFactors = [new ThrottledFactor(Factor.Totp, Failures: 11, Suspended: false, s_then.AddDays(2))],
        OpenSessions = 2,
    };
    private static readonly AuditItem s_audited = new(
        new Guid("01990000-0000-7000-8000-000000000004"), s_then, SecurityEvent.AccountDisabled, AuditOutcome.Succeeded, AuditActor.Administrator,
        s_accountId, new Guid("01990000-0000-7000-8000-000000000005"), new Guid("01990000-0000-7000-8000-000000000006"), AuditOrigin.Api, "EXAMPLE-NETWORK0", Reason);
    private static readonly UserItem s_listed = new(
        s_accountId, Email, DisplayName, PhoneHint, AccountStatus.Active, Role.User, new UserFactors(Totp: true, Sms: false), Required: true, EnforceFrom: s_then, Locked: false, s_then);

    // A network that is kept for documentation.
    private static readonly SessionItem s_session =
        new(new Guid("01990000-0000-7000-8000-000000000002"), "Firefox on Windows", "192.0.2.0/24", s_then, s_then.AddHours(3), ["pwd", "sms", "mfa"], Current: true);

    private static readonly Dictionary<string, long> s_refused = new() { ["resend_too_soon"] = 9, ["prefix_cap"] = 2 };

    // The public key of RFC 7515 A.3.
    private static readonly JsonWebKey s_key = new(
        "EXAMPLE-KEY-ID", "EC", "sig", "ES256", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");

    private static readonly NamedExample[] s_all =
    [
        One(new SignUpCommand(Email, Password, DisplayName, PhoneVerificationToken)),
        One(new SignedUp(s_accountId, Email, Phone, Recoverable: true)),
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
        One(new ResetAsked(ChallengeId, OtpPurpose.PasswordReset, Label: "K7", CodeLength: 6, s_then.AddMinutes(5), s_then.AddSeconds(30), OtpDelivery.Unknown)),
        new("sms", "After a code by SMS", new ResetPasswordRequest(NewPassword, PasswordResetToken)),
        new("recoveryCode", "With a code that was written down", new ResetPasswordRequest(NewPassword, Email: Email, RecoveryCode: RecoveryCode)),
        new("sent", "The gateway took it", new ChallengeState(OtpDelivery.Sent, Reason: null, s_then.AddSeconds(30), s_then.AddMinutes(5))),
        new("failed", "The number takes no messages", new ChallengeState(OtpDelivery.Failed, DeliveryFailure.Number, s_then.AddSeconds(30), s_then.AddMinutes(5))),
        new("delivered", "It arrived", new ChallengeState(OtpDelivery.Delivered, Reason: null, s_then.AddSeconds(30), s_then.AddMinutes(5))),
        new("undelivered", "It did not arrive; offer a call", new ChallengeState(OtpDelivery.Undelivered, DeliveryFailure.Number, s_then.AddSeconds(30), s_then.AddMinutes(5), OtpChannel.Voice)),
        new("unanswered", "Nobody took the call; offer a message", new ChallengeState(OtpDelivery.Undelivered, DeliveryFailure.Unanswered, s_then.AddSeconds(30), s_then.AddMinutes(5), OtpChannel.Sms)),
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
        One(new ActivityList([new ActivityItem(s_then, ActivityEvent.LoginSucceeded, s_accountId, "192.0.2.0/24")], NextCursor: null)),
        One(s_export),
        One(new SetPhoneRequest(PhoneVerificationToken)),
        One(new PhoneSet(Phone)),
        One(new TwoFactorState(Required: true, RequiredBy.Policy, s_then.AddDays(30), Recoverable: true, new TotpState(Enabled: true), new SmsState(Enabled: true, PhoneHint), RecoveryCodesLeft: 10)),
        new("session", "With a session", new SetSmsFactorRequest(Enabled: true)),
        new("enrollment", "With an enrollmentToken", new SetSmsFactorRequest(Enabled: true, PhoneVerificationToken)),
        new("afterReset", "With an enrollmentToken, another number after a reset of lost factors", new SetSmsFactorRequest(Enabled: true, PhoneVerificationToken, ChallengeId, Code)),
        One(new SetTwoFactorPolicyRequest(Required: true, Reason, s_then.AddDays(30))),
        One(new ResetTwoFactorRequest(Reason, PhoneLost: false)),
        One(new SmsFactorSet([])),
        One(new UserList([s_listed], Cursor)),
        new("email", "By the beginning of an address", new SearchUsersRequest("ada@exam", Status: AccountStatus.Active)),
        new("phone", "By the end of a number", new SearchUsersRequest("0123")),
        new("next", "The page behind another one", new SearchUsersRequest("ada@exam", Cursor: Cursor, Limit: 100)),
        One(new SetAccountStatusRequest(AccountStatus.Disabled, Reason)),
        One(new SetRoleRequest(Role.Admin, Reason)),
        One(new ReasonRequest(Reason)),
        One(s_user),
        One(new SetSmsKillSwitchRequest(Enabled: true, "Ticket 4712: pumping from three countries")),
        One(new SmsUsageList(
            [new SmsUsageOfDay(new DateOnly(2026, 1, 15), "44", Sent: 120, Delivered: 117, Verified: 101, Cost: 4.8m, s_refused)],
            new SmsUsageTotals(Sent: 120, Delivered: 117, Verified: 101, Cost: 4.8m, s_refused), KillSwitchEnabled: false, NextCursor: null)),
        One(new AuditEventList([s_audited], Cursor)),
        One(new JsonWebKeySet([s_key])),
        One(new Discovery("https://auth.example.com", "https://auth.example.com/.well-known/jwks.json", ["ES256"])),
    ];

    /// <summary>The lines of an export of audit events.</summary>
    internal static IReadOnlyList<object> AuditExport => [s_audited, new AuditExportEnd(Count: 1, NextCursor: null)];

    /// <summary>How a log-in ends that had to switch a first factor on.</summary>
    internal static LoginComplete Enrolled => s_complete with { RecoveryCodes = [RecoveryCode] };

    /// <summary>The examples of a body; of a base type those of every type under it.</summary>
    internal static IReadOnlyList<NamedExample> Of(Type type) => [.. s_all.Where(example => type.IsInstanceOfType(example.Value))];

    private static NamedExample One(object value) => new("example", "Example", value);
}
