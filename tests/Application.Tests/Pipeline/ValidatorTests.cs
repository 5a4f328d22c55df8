using CleanAuth.Application.Accounts;
using CleanAuth.Application.Administration;
using CleanAuth.Application.Auditing;
using CleanAuth.Application.Import;
using CleanAuth.Application.Login;
using CleanAuth.Application.Otp;
using CleanAuth.Application.Passwords;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.Sessions;
using CleanAuth.Application.Spend;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Sessions;
using CleanAuth.TestKit.Import;
using FluentValidation;

namespace CleanAuth.Application.Tests.Pipeline;

/// <summary>What each use case takes, and in which words it refuses the rest.</summary>
public sealed class ValidatorTests
{
    private const string NotAReason = "must be 3 to 500 characters without control characters, bidirectional overrides or blanks at its ends";
    private const string NamesSomebody = "must not hold an e-mail address or a phone number: the reason is kept longer than the account; name a ticket instead";
    private const string NotACallingCode = "must be 1 to 3 digits without a plus sign, such as 44, or unassigned";
    private const string Tiny = "tiny-secret";
    private const string BadEmail = "ann@localhost";
    private const string BadToken = "not-a-token";
    private const string Common = "password1234";

    private static readonly string s_token = Some.Token.Reveal();
    private static readonly string s_challenge = Some.ChallengeId.Value;
    private static readonly Session s_session = new(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, default, default);
    private static readonly DateTimeOffset s_day = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly string s_long = new('x', 129);

    private static IEnumerable<TestCaseData> Good() => Named(
    [
        ("sign-up", new SignUpCommand(Some.Email, Some.Password, null, null)),
        ("sign-up with everything", new SignUpCommand(Some.Email, Some.Password, "Ann", s_token)),
        ("sign-up, longest name", new SignUpCommand(Some.Email, Some.Password, Emoji(100), null)),
        ("sign-up, name with a joined emoji", new SignUpCommand(Some.Email, Some.Password, "Ann \U0001F469\u200D\U0001F4BB", null)),
        ("sign-up, name in Persian with its joiner", new SignUpCommand(Some.Email, Some.Password, "\u0645\u06CC\u200C\u0634\u0648\u062F", null)),
        ("sign-up, twelve digits", new SignUpCommand(Some.Email, "123456789012", null, null)),
        ("sign-up, blanks around the password", new SignUpCommand(Some.Email, "  correct horse  ", null, null)),
        ("log-in", new LoginCommand(Some.Email, Some.Password)),
        ("log-in, a password from before the rules", new LoginCommand(Some.Email, "x")),
        ("log-in, 128 emoji", new LoginCommand(Some.Email, Emoji(128))),
        ("send-otp", Send(phone: "+447700900123")),
        ("send-otp, locale", Send(phone: "+447700900123", locale: "zh-Hant-TW")),
        ("send-otp, second factor", Send(OtpPurpose.SecondFactor)),
        ("change password", Change()),
        ("forgot password", new ForgotPasswordCommand(Some.Email, [], Some.Client)),
        ("reset by token", Reset(token: s_token)),
        ("reset by recovery code", Reset(email: Some.Email, code: "3-K7QM-9TXA-2BCD-EFGH")),
        ("verify-otp", new VerifyOtpCommand(s_challenge, "012345", new OtpCaller())),
        ("second step", Second("0123456789")),
        ("second step by app", Second(challenge: null, method: SecondFactorMethod.Totp)),
        ("second step by recovery code", Second(" 3 k7qm-9tia-2bod EFGH", null, SecondFactorMethod.RecoveryCode)),
        ("turn on", new EnableTotpCommand(Some.AccountId, Some.SessionId, "012345")),
        ("enrol an app", new EnrollTotpCommand(Some.AccountId, Some.EnrollmentId, "012345")),
        ("enrol an app after a reset", new EnrollTotpCommand(Some.AccountId, Some.EnrollmentId, "012345", s_challenge, "543210")),
        ("enrol SMS", EnrollSms()),
        ("enrol SMS after a reset", EnrollSms() with { ChallengeId = s_challenge, SmsCode = "543210" }),
        ("demand a second factor", Demand()),
        ("demand a second factor from a day on", Demand(from: s_day)),
        ("demand a second factor no longer", Demand(required: false)),
        ("reset factors", new ResetTwoFactorCommand(s_session, null, PhoneLost: true, "Ticket 4711")),
        ("step-up by password", StepUp(StepUpMethod.Password, password: "x")),
        ("step-up by SMS", StepUp(StepUpMethod.Sms, code: "012345", challenge: s_challenge)),
        ("step-up by app", StepUp(StepUpMethod.Totp, code: "012345")),
        ("set phone", new SetPhoneCommand(Some.AccountId, Some.SessionId, s_token)),
        ("imported person", Imported()),
        ("imported person with everything", Imported(phone: "+44 7700 900123", verified: true, name: "Ann", createdAt: "2019-04-01T12:00:00.123+02:00")),
        ("imported person whose number nobody verified", Imported(phone: "n/a")),
        ("imported person of a day", Imported(createdAt: "1970-01-01")),
        ("change the name", ChangeProfile("Ann")),
        ("take the name away", ChangeProfile(null)),
        ("activity", new ListActivityQuery(Some.AccountId, null, null)),
        ("activity, a hundred", new ListActivityQuery(Some.AccountId, "whatever came", 100)),
        ("accounts", Users()),
        ("accounts, a hundred", Users(limit: 100)),
        ("accounts by the beginning of an address", Users("Ann")),
        ("accounts by a whole address in another script", Users("ann@m\u00FCller.example")),
        ("accounts by the end of a number", Users("01-23")),
        ("accounts by a whole number", Users("+44 (7700) 900.123")),
        ("disable an account", SetStatus("Ticket 4711")),
        ("disable an account, longest reason", SetStatus(Emoji(500))),
        ("switch messages off", new SwitchSmsCommand(s_session, true, "Ticket 4711")),
        ("switch messages on", new SwitchSmsCommand(s_session, false, "Ticket 4711")),
        ("a page of usage", Usage()),
        ("a page of usage of 400 days", Usage(days: 400, code: "unassigned", limit: 100)),
        ("a page of usage of one calling code", Usage(days: 1, code: "353", limit: 1)),
        ("appoint", new SetRoleCommand(s_session, Some.AccountId, Role.Admin, "Ticket 4711")),
        ("appoint an operator's way", new AppointAdministratorCommand(Some.Email)),
        ("unlock somebody", new UnlockUserCommand(s_session, Some.AccountId, "Ticket 4711")),
        ("end somebody's sessions", new EndUserSessionsCommand(s_session, null, "Ticket 4711")),
        ("delete somebody", new DeleteUserCommand(s_session, Some.AccountId, "Ticket 4711")),
        ("audit events", ListAudit(new AuditSearch())),
        ("audit events, every filter", ListAudit(new AuditSearch($"{Some.AccountId.Value:D}", $"{Some.AccountId.Value:D}", "loginFailed", "failed", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.0000001+00:00"))),
        ("audit export", new ExportAuditEventsQuery(s_session, new AuditSearch(Outcome: "refused"), "whatever came")),
        ("usage of today", new GetSmsUsageQuery(1)),
        ("usage of 400 days", new GetSmsUsageQuery(400)),
        ("sessions", new ListSessionsQuery(s_session, null, null)),
        ("sessions, the largest page", new ListSessionsQuery(s_session, "whatever came as cursor", 100)),
        ("unlock", new UnlockAccountCommand(Some.Email)),
        ("SMS factor off", new SetSmsFactorCommand(Some.AccountId, Some.SessionId, false)),
        ("refresh", new RefreshSessionCommand(s_token)),
        ("refresh by a browser with cookies", new RefreshSessionCommand(null)),
        ("log-out without anything", new LogoutCommand(null, null)),
        ("log-out", new LogoutCommand("whatever came as bearer", s_token)),
    ]);

    private static IEnumerable<TestCaseData> Bad() => Named(
    [
        ("audit events of no outcome", ListAudit(new AuditSearch(Outcome: "Failed")), "outcome", "outcome_unknown", "must be succeeded, failed or refused"),
        ("audit events, a contradiction", ListAudit(new AuditSearch(Event: "loginFailed", Outcome: "succeeded")), "outcome", "outcome_contradicts_event", "which has one only"),
        ("audit events of no time at all", ListAudit(new AuditSearch(From: "2026-01-01T00:00:00Z", To: "2026-01-01T01:00:00+01:00")), "to", "period_invalid", "must be later than from"),
        ("audit export of nobody", new ExportAuditEventsQuery(s_session, new AuditSearch(Account: "ann"), null), "account", "id_invalid", "must be an accountId"),
        ("disable without reason", SetStatus(null!), "reason", "required", "is required"),
        ("disable with two characters", SetStatus("ab"), "reason", "reason_invalid", NotAReason),
        ("disable with a long reason", SetStatus(Emoji(501)), "reason", "reason_invalid", NotAReason),
        ("disable with a line break", SetStatus("first\nsecond"), "reason", "reason_invalid", NotAReason),
        ("disable, an address in the reason", SetStatus("asked by ann@example.com"), "reason", "reason_names_person", NamesSomebody),
        ("disable, a number in the reason", SetStatus("call +44 7700 900123"), "reason", "reason_names_person", NamesSomebody),
        ("disable, a number of the country in the reason", SetStatus("call 07700900123"), "reason", "reason_names_person", NamesSomebody),
        ("accounts, two characters", Users("an"), "text", "search_text_invalid", "the first 3 or more characters of an e-mail address"),
        ("accounts, three digits", Users("123"), "text", "search_text_invalid", "the last 4 or more digits of a number; digits alone are of a number"),
        ("accounts, sixteen digits", Users("1234567890123456"), "text", "search_text_invalid", "digits of a number"),
        ("accounts, no digit", Users("+ - ()"), "text", "search_text_invalid", "digits of a number"),
        ("accounts, a blank", Users("ann smith"), "text", "search_text_invalid", "characters of an e-mail address"),
        ("accounts, the Kelvin sign", Users("mi\u212Ae"), "text", "search_text_invalid", "characters of an e-mail address"),
        ("accounts, a text too long", Users(new string('a', 255)), "text", "search_text_invalid", "characters of an e-mail address"),
        ("accounts, a short cursor", Users(cursor: new string('A', 63)), "cursor", "cursor_invalid", "must be the nextCursor of this list"),
        ("accounts, a long cursor", Users(cursor: new string('A', IPageCursors.MaxLength + 1)), "cursor", "cursor_invalid", "must be the nextCursor of this list"),
        ("accounts, none", Users(limit: 0), "limit", "limit_out_of_range", "must be 1 to 100"),
        ("accounts, too many", Users(limit: 101), "limit", "limit_out_of_range", "must be 1 to 100"),
        ("no status", new SetAccountStatusCommand(s_session, null, null, "Ticket 4711"), "status", "required", "is required: active or disabled"),
        ("kill switch, neither on nor off", new SwitchSmsCommand(s_session, null, "Ticket 4711"), "enabled", "required", "is required: true or false"),
        ("kill switch without reason", new SwitchSmsCommand(s_session, true, null!), "reason", "required", "is required"),
        ("kill switch, a number in the reason", new SwitchSmsCommand(s_session, true, "call 07700900123"), "reason", "reason_names_person", NamesSomebody),
        ("a page of usage of no day", Usage(days: 0), "days", "days_out_of_range", "must be 1 to 400"),
        ("a page of usage of 401 days", Usage(days: 401), "days", "days_out_of_range", "must be 1 to 400"),
        ("a page of usage, a plus sign", Usage(code: "+44"), "callingCode", "calling_code_invalid", NotACallingCode),
        ("a page of usage, four digits", Usage(code: "1264"), "callingCode", "calling_code_invalid", NotACallingCode),
        ("a page of usage, other digits", Usage(code: "٤٤"), "callingCode", "calling_code_invalid", NotACallingCode),
        ("a page of usage, a zero", Usage(code: "044"), "callingCode", "calling_code_invalid", NotACallingCode),
        ("a page of usage, nothing", Usage(code: ""), "callingCode", "calling_code_invalid", NotACallingCode),
        ("a page of usage, too long", Usage(limit: 101), "limit", "limit_out_of_range", "must be 1 to 100"),
        ("no role", new SetRoleCommand(s_session, null, null, "Ticket 4711"), "role", "required", "is required: user or admin"),
        ("appoint without reason", new SetRoleCommand(s_session, null, Role.Admin, null!), "reason", "required", "is required"),
        ("appoint nobody", new AppointAdministratorCommand(""), "email", "required", "is required"),
        ("appoint, e-mail", new AppointAdministratorCommand(BadEmail), "email", "email_invalid", "must be an e-mail address"),
        ("unlock without reason", new UnlockUserCommand(s_session, null, null!), "reason", "required", "is required"),
        ("end sessions without reason", new EndUserSessionsCommand(s_session, null, null!), "reason", "required", "is required"),
        ("delete without reason", new DeleteUserCommand(s_session, null, null!), "reason", "required", "is required"),
        ("neither demand nor lift", Demand(required: null), "required", "required", "is required: true or false"),
        ("demand no longer from a day on", Demand(required: false, from: s_day), "enforceFrom", "not_allowed", "is only for a second factor that is required"),
        ("demand without reason", Demand() with { Reason = null! }, "reason", "required", "is required"),
        ("reset factors without reason", new ResetTwoFactorCommand(s_session, null, PhoneLost: false, null!), "reason", "required", "is required"),
        ("sign-up without e-mail", SignUp(email: null!), "email", "required", "is required"),
        ("sign-up with an empty e-mail", SignUp(email: ""), "email", "required", "is required"),
        ("sign-up, e-mail", SignUp(email: BadEmail), "email", "email_invalid", "must be an e-mail address of at most 254 characters with an ASCII local part"),
        ("sign-up without password", SignUp(password: null!), "password", "required", "is required"),
        ("sign-up, short password", SignUp(password: Tiny), "password", "password_too_short", "must have at least 12 characters"),
        ("sign-up, long password", SignUp(password: s_long), "password", "password_too_long", "must have at most 128 characters"),
        ("sign-up, NUL", SignUp(password: "long enough \0"), "password", "password_not_text", "must be valid Unicode text without U+0000"),
        ("sign-up, lone surrogate", SignUp(password: "long enough \uD83D"), "password", "password_not_text", "must be valid Unicode text without U+0000"),
        ("sign-up, the e-mail's name", new SignUpCommand("anna@example.com", "ANNA1234567890", null, null), "password", "password_contains_email", "must not contain the name in the e-mail address"),
        ("sign-up, the service's name", SignUp(password: "CleanAuth1234"), "password", "password_contains_context_word", "must not contain the name of this service"),
        ("sign-up, common password", SignUp(password: Common), "password", "password_common", "must not be one that many people choose"),
        ("sign-up, empty name", SignUp(name: ""), "displayName", "display_name_invalid", "1 to 100 characters"),
        ("sign-up, long name", SignUp(name: new string('n', 101)), "displayName", "display_name_invalid", "1 to 100 characters"),
        ("sign-up, long name of emoji", SignUp(name: Emoji(101)), "displayName", "display_name_invalid", "1 to 100 characters"),
        ("sign-up, name of blanks", SignUp(name: "  "), "displayName", "display_name_invalid", "blanks at its ends"),
        ("sign-up, blank before the name", SignUp(name: " Ann"), "displayName", "display_name_invalid", "blanks at its ends"),
        ("sign-up, blank after the name", SignUp(name: "Ann\u00A0"), "displayName", "display_name_invalid", "blanks at its ends"),
        ("sign-up, new line in the name", SignUp(name: "Ann\nBob"), "displayName", "display_name_invalid", "without control characters"),
        ("sign-up, line separator in the name", SignUp(name: "Ann\u2028Bob"), "displayName", "display_name_invalid", "without control characters"),
        ("sign-up, escape in the name", SignUp(name: "Ann\u001B[2J"), "displayName", "display_name_invalid", "without control characters"),
        ("sign-up, bidirectional override in the name", SignUp(name: "Ann\u202EBob"), "displayName", "display_name_invalid", "bidirectional overrides"),
        ("sign-up, bidirectional isolate in the name", SignUp(name: "Ann\u2066Bob"), "displayName", "display_name_invalid", "bidirectional overrides"),
        ("sign-up, NUL in the name", SignUp(name: "Ann\0"), "displayName", "display_name_invalid", "without control characters"),
        ("sign-up, lone surrogate in the name", SignUp(name: "Ann\uD83D"), "displayName", "display_name_invalid", "characters"),
        ("sign-up, private use in the name", SignUp(name: "Ann\uE000"), "displayName", "display_name_invalid", "characters"),
        ("sign-up, token", SignUp(token: BadToken), "phoneVerificationToken", "token_malformed", "43 characters"),
        ("sign-up, empty token", SignUp(token: ""), "phoneVerificationToken", "token_malformed", "43 characters"),
        ("log-in without e-mail", new LoginCommand(null!, Some.Password), "email", "required", "is required"),
        ("log-in, e-mail", new LoginCommand(BadEmail, Some.Password), "email", "email_invalid", "must be an e-mail address"),
        ("log-in without password", new LoginCommand(Some.Email, null!), "password", "required", "is required"),
        ("log-in, empty password", new LoginCommand(Some.Email, ""), "password", "required", "is required"),
        ("log-in, long password", new LoginCommand(Some.Email, s_long), "password", "password_invalid", "at most 128 characters"),
        ("log-in, NUL", new LoginCommand(Some.Email, Some.Password + "\0"), "password", "password_invalid", "must be Unicode text"),
        ("log-in, lone surrogate", new LoginCommand(Some.Email, Some.Password + "\uDD11"), "password", "password_invalid", "must be Unicode text"),
        ("send-otp without number", Send(), "phoneNumber", "required", "is required"),
        ("send-otp, number", Send(phone: "07700 900123"), "phoneNumber", "phone_number_invalid", "a plus sign or 00, then 8 to 15 digits"),
        ("send-otp, number for a second factor", Send(OtpPurpose.SecondFactor, "+447700900123"), "phoneNumber", "not_allowed", "is only for phoneVerification"),
        ("send-otp, locale", Send(phone: "+447700900123", locale: "en_GB!"), "locale", "locale_invalid", "must be a language tag such as en or pt-BR"),
        ("send-otp, locale with a new line", Send(phone: "+447700900123", locale: "en\n"), "locale", "locale_invalid", "must be a language tag"),
        ("send-otp, endless locale", Send(phone: "+447700900123", locale: "en" + string.Concat(Enumerable.Repeat("-abcdefgh", 4))), "locale", "locale_invalid", "must be a language tag"),
        ("send-otp for a password", Send(OtpPurpose.PasswordReset), "purpose", "not_allowed", "a password reset starts at password/forgot"),
        ("change password without the current one", Change(current: ""), "currentPassword", "required", "is required"),
        ("change password, long current one", Change(current: s_long), "currentPassword", "password_invalid", "at most 128 characters"),
        ("change password without a new one", Change(next: null!), "newPassword", "required", "is required"),
        ("change password, short", Change(next: Tiny), "newPassword", "password_too_short", "must have at least 12 characters"),
        ("forgot password without e-mail", new ForgotPasswordCommand("", [], Some.Client), "email", "required", "is required"),
        ("forgot password, e-mail", new ForgotPasswordCommand(BadEmail, [], Some.Client), "email", "email_invalid", "must be an e-mail address"),
        ("reset by nothing", Reset(), "passwordResetToken", "required", "is required, or email and recoveryCode"),
        ("reset, token", Reset(token: BadToken), "passwordResetToken", "token_malformed", "43 characters"),
        ("reset by token with an e-mail", Reset(token: s_token, email: Some.Email), "email", "not_allowed", "is only for a recoveryCode"),
        ("reset by token with a code", Reset(token: s_token, code: "3-K7QM-9TXA-2BCD-EFGH"), "recoveryCode", "not_allowed", "is only for a reset without"),
        ("reset by recovery code without e-mail", Reset(code: "3-K7QM-9TXA-2BCD-EFGH"), "email", "required", "is required"),
        ("reset by recovery code, e-mail", Reset(email: BadEmail, code: "3-K7QM-9TXA-2BCD-EFGH"), "email", "email_invalid", "must be an e-mail address"),
        ("reset by e-mail alone", Reset(email: Some.Email), "recoveryCode", "required", "is required"),
        ("reset by recovery code, digits", Reset(email: Some.Email, code: "012345"), "recoveryCode", "code_malformed", "a digit and 16 letters or digits"),
        ("reset without a new password", Reset(token: s_token, next: ""), "newPassword", "required", "is required"),
        ("reset, the e-mail's name", Reset(email: "anna@example.com", code: "3-K7QM-9TXA-2BCD-EFGH", next: "ANNA1234567890"), "newPassword", "password_contains_email", "must not contain the name"),
        ("verify-otp without challenge", new VerifyOtpCommand(null!, "012345", new OtpCaller()), "challengeId", "required", "is required"),
        ("verify-otp, challenge", new VerifyOtpCommand(BadToken, "012345", new OtpCaller()), "challengeId", "challenge_id_malformed", "22 characters"),
        ("verify-otp without code", new VerifyOtpCommand(s_challenge, null!, new OtpCaller()), "code", "required", "is required"),
        ("verify-otp, code", new VerifyOtpCommand(s_challenge, "123 456", new OtpCaller()), "code", "code_malformed", "must be 6 to 10 digits"),
        ("second step without method", Second(method: null), "method", "required", "is required: totp, sms or recoveryCode"),
        ("second step without challenge", Second(challenge: null!), "challengeId", "required", "is required"),
        ("second step, challenge", Second(challenge: BadToken), "challengeId", "challenge_id_malformed", "22 characters"),
        ("second step without code", Second(code: null!), "code", "required", "is required"),
        ("second step, code", Second(code: "\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16"), "code", "code_malformed", "must be 6 to 10 digits"),
        ("second step by app, eight digits", Second("01234567", null, SecondFactorMethod.Totp), "code", "code_malformed", "must be 6 digits"),
        ("second step by app with a challenge", Second(method: SecondFactorMethod.Totp), "challengeId", "not_allowed", "is only for sms"),
        ("second step by recovery code, digits", Second("012345", null, SecondFactorMethod.RecoveryCode), "code", "code_malformed", "a digit and 16 letters or digits"),
        ("turn on without code", new EnableTotpCommand(Some.AccountId, Some.SessionId, null!), "code", "required", "is required"),
        ("turn on, code", new EnableTotpCommand(Some.AccountId, Some.SessionId, "123 456"), "code", "code_malformed", "must be 6 digits"),
        ("enrol an app without code", new EnrollTotpCommand(Some.AccountId, Some.EnrollmentId, null!), "code", "required", "is required"),
        ("enrol an app, code", new EnrollTotpCommand(Some.AccountId, Some.EnrollmentId, "123 456"), "code", "code_malformed", "must be 6 digits"),
        ("turn on, challenge", new EnableTotpCommand(Some.AccountId, Some.SessionId, "012345", s_challenge), "challengeId", "not_allowed", "is only for an enrollmentToken"),
        ("turn on, code by SMS", new EnableTotpCommand(Some.AccountId, Some.SessionId, "012345", null, "543210"), "smsCode", "not_allowed", "is only for an enrollmentToken"),
        ("SMS factor, challenge", new SetSmsFactorCommand(Some.AccountId, Some.SessionId, true, null, s_challenge), "challengeId", "not_allowed", "is only for an enrollmentToken"),
        ("SMS factor, code by SMS", new SetSmsFactorCommand(Some.AccountId, Some.SessionId, true, null, null, "543210"), "smsCode", "not_allowed", "is only for an enrollmentToken"),
        ("enrol an app, challenge without code", new EnrollTotpCommand(Some.AccountId, Some.EnrollmentId, "012345", s_challenge), "smsCode", "required", "is required"),
        ("enrol an app, code without challenge", new EnrollTotpCommand(Some.AccountId, Some.EnrollmentId, "012345", null, "543210"), "challengeId", "required", "is required"),
        ("enrol an app, code by SMS", new EnrollTotpCommand(Some.AccountId, Some.EnrollmentId, "012345", s_challenge, "54321"), "smsCode", "code_malformed", "must be 6 to 10 digits"),
        ("enrol SMS, challenge", EnrollSms() with { ChallengeId = "short", SmsCode = "543210" }, "challengeId", "challenge_id_malformed", "22 characters"),
        ("enrol SMS neither on nor off", EnrollSms(enabled: null), "enabled", "required", "is required: true"),
        ("enrol SMS, off", EnrollSms(enabled: false), "enabled", "not_allowed", "must be true"),
        ("enrol SMS without token", new EnrollSmsCommand(Some.AccountId, Some.EnrollmentId, true, null), "phoneVerificationToken", "required", "is required"),
        ("enrol SMS, token", EnrollSms(token: BadToken), "phoneVerificationToken", "token_malformed", "43 characters"),
        ("SMS factor with a number", new SetSmsFactorCommand(Some.AccountId, Some.SessionId, true, s_token), "phoneVerificationToken", "not_allowed", "is only for an enrollmentToken"),
        ("step-up without method", StepUp(null), "method", "required", "is required: password, totp, sms or recoveryCode"),
        ("step-up without password", StepUp(StepUpMethod.Password), "password", "required", "is required"),
        ("step-up by password, long", StepUp(StepUpMethod.Password, password: s_long), "password", "password_invalid", "at most 128 characters"),
        ("step-up by password with a code", StepUp(StepUpMethod.Password, "012345", password: "x"), "code", "not_allowed", "is only for totp, sms and recoveryCode"),
        ("step-up by password with a challenge", StepUp(StepUpMethod.Password, null, s_challenge, "x"), "challengeId", "not_allowed", "is only for sms"),
        ("step-up by app with a password", StepUp(StepUpMethod.Totp, "012345", password: Some.Password), "password", "not_allowed", "is only for the method password"),
        ("step-up by app without code", StepUp(StepUpMethod.Totp), "code", "required", "is required"),
        ("step-up by SMS without challenge", StepUp(StepUpMethod.Sms, "012345"), "challengeId", "required", "is required"),
        ("set phone without token", new SetPhoneCommand(Some.AccountId, Some.SessionId, null!), "phoneVerificationToken", "required", "is required"),
        ("set phone, token", new SetPhoneCommand(Some.AccountId, Some.SessionId, BadToken), "phoneVerificationToken", "token_malformed", "43 characters"),
        ("imported person without e-mail", Imported(email: null), "email", "required", "is required"),
        ("imported person, e-mail", Imported(email: BadEmail), "email", "email_invalid", "must be an e-mail address"),
        ("imported person, e-mail that is not ASCII", Imported(email: "\u00E4nn@example.com"), "email", "email_invalid", "with an ASCII local part"),
        ("imported person, verified without number", Imported(verified: true), "phone", "required", "is required"),
        ("imported person, number", Imported(phone: "07700 900123", verified: true), "phone", "phone_number_invalid", "8 to 15 digits"),
        ("imported person, premium number", Imported(phone: "+449098790000", verified: true), "phone", "phone_number_not_supported", "premium"),
        ("imported person, name", Imported(name: "Ann\nBob"), "displayName", "display_name_invalid", "without control characters"),
        ("imported person, time", Imported(createdAt: "01/04/2019"), "createdAt", "time_invalid", "must be a time such as"),
        ("imported person before all time", Imported(createdAt: "0001-01-01T00:00:00+14:00"), "createdAt", "time_invalid", "of 1970 or later"),
        ("imported person without hash", Imported(hash: null), "passwordHash", "required", "is required"),
        ("imported person, hash", Imported(hash: Some.Password), "passwordHash", "hash_unknown", "must be a hash of ASP.NET Identity"),
        ("imported person, dear hash", Imported(hash: HashVector.Dear[0]), "passwordHash", "hash_too_costly", "must not cost more than 2^14 rounds of bcrypt or 2000000 of PBKDF2"),
        ("change nothing of the profile", ChangeProfile(null, isGiven: false), "displayName", "required", "is required: a name, or null for none"),
        ("change the name to a blank", ChangeProfile(" "), "displayName", "display_name_invalid", "blanks at its ends"),
        ("activity, none", new ListActivityQuery(Some.AccountId, null, 0), "limit", "limit_out_of_range", "must be 1 to 100"),
        ("activity, too many", new ListActivityQuery(Some.AccountId, null, 101), "limit", "limit_out_of_range", "must be 1 to 100"),
        ("usage of no day", new GetSmsUsageQuery(0), "days", "days_out_of_range", "must be 1 to 400"),
        ("usage of too many days", new GetSmsUsageQuery(401), "days", "days_out_of_range", "must be 1 to 400"),
        ("sessions, no item", new ListSessionsQuery(s_session, null, 0), "limit", "limit_out_of_range", "must be 1 to 100"),
        ("sessions, too many", new ListSessionsQuery(s_session, null, 101), "limit", "limit_out_of_range", "must be 1 to 100"),
        ("unlock nobody", new UnlockAccountCommand(""), "email", "required", "is required"),
        ("SMS factor neither on nor off", new SetSmsFactorCommand(Some.AccountId, Some.SessionId, null), "enabled", "required", "is required: true or false"),
        ("refresh, token", new RefreshSessionCommand(BadToken), "refreshToken", "token_malformed", "43 characters"),
        ("log-out, token", new LogoutCommand(null, BadToken), "refreshToken", "token_malformed", "43 characters"),
    ]);

    [TestCaseSource(nameof(Good))]
    public void It_is_taken(object command) => Assert.That(Judge(command), Is.Empty);

    [TestCaseSource(nameof(Bad))]
    public void It_is_refused_once_in_words_that_name_what_is_expected(object command, string member, string code, string words)
    {
        var (refusedMember, refusedCode, message) = Judge(command).Single();

        Assert.That((refusedMember, refusedCode), Is.EqualTo((member, code)));
        Assert.That(message, Does.Contain(words).And.Matches("^(must (be|have|not) |is required|is only )"));
    }

    [TestCaseSource(nameof(Bad))]
    public void What_was_sent_is_not_in_the_words(object command, string member, string code, string words)
    {
        var message = Judge(command).Single().Message;

        Assert.That(new[] { Tiny, BadEmail, BadToken, s_long, "123 456", "07700 900123", "en_GB", "ANNA", Some.Password, Common }.Where(message.Contains), Is.Empty);
    }

    [Test]
    public void Two_bad_members_are_told_at_once() =>
        Assert.That(Judge(new SignUpCommand(BadEmail, Tiny, null, null)).Select(failure => failure.Member), Is.EquivalentTo(new[] { "email", "password" }));

    [Test]
    public void Every_validator_has_a_case_of_each_sort()
    {
        var all = AssemblyScanner.FindValidatorsInAssemblyContaining<SignUpValidator>().Select(found => found.InterfaceType.GenericTypeArguments[0]).ToList();

        Assert.That(all, Is.Not.Empty);
        Assert.That(Good().Select(test => test.Arguments[0]!.GetType()).Distinct(), Is.EquivalentTo(all));
        Assert.That(Bad().Select(test => test.Arguments[0]!.GetType()).Distinct(), Is.EquivalentTo(all));
    }

    private static IEnumerable<(string Member, string Code, string Message)> Judge(object command)
    {
        var validator = AssemblyScanner.FindValidatorsInAssemblyContaining<SignUpValidator>().Single(found => found.InterfaceType.GenericTypeArguments[0] == command.GetType());
        object[] rules = validator.ValidatorType.GetConstructor([typeof(PasswordRules)]) is null ? [] : [Some.PasswordRules(common: Common)];
        var result = ((IValidator)Activator.CreateInstance(validator.ValidatorType, rules)!).Validate(new ValidationContext<object>(command));
        return result.Errors.Select(failure => (ValidationErrors.MemberName(failure.PropertyName), failure.ErrorCode, failure.ErrorMessage));
    }

    private static ListSmsUsageQuery Usage(int? days = null, string? code = null, int? limit = null) => new(Some.AccountId, days, code, null, limit);
    private static SetTwoFactorPolicyCommand Demand(bool? required = true, DateTimeOffset? from = null) => new(s_session, null, required, from, "Ticket 4711");
    private static ListAuditEventsQuery ListAudit(AuditSearch search) => new(s_session, search, null, null);

    private static SetAccountStatusCommand SetStatus(string reason) => new(s_session, null, AccountStatus.Disabled, reason);

    private static ListUsersQuery Users(string? text = null, string? cursor = null, int? limit = null) => new(Some.AccountId, null, null, null, null, null, text, cursor, limit);

    // Two UTF-16 units each.
    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("\U0001F511", count));

    private static ChangePasswordCommand Change(string current = "x", string next = Some.Password) =>
        new(new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, default, default), current, next);

    private static ResetPasswordCommand Reset(string? token = null, string? email = null, string? code = null, string next = Some.Password) => new(token, email, code, next);

    private static SignUpCommand SignUp(string email = Some.Email, string password = Some.Password, string? name = null, string? token = null) => new(email, password, name, token);

    private static SendOtpCommand Send(OtpPurpose purpose = OtpPurpose.PhoneVerification, string? phone = null, string? locale = null) =>
        new(purpose, phone, OtpChannel.Sms, locale, [], new OtpCaller(), Some.Client);

    private static AuthenticateSecondFactorCommand Second(string code = "012345", string? challenge = "AAAAAAAAAAAAAAAAAAAAAA", SecondFactorMethod? method = SecondFactorMethod.Sms) =>
        new(Some.AccountId, Some.LoginId, method, code, challenge!);

    private static ChangeProfileCommand ChangeProfile(string? name, bool isGiven = true) => new(Some.AccountId, Some.SessionId, isGiven, name);

    private static EnrollSmsCommand EnrollSms(bool? enabled = true, string? token = null) => new(Some.AccountId, Some.EnrollmentId, enabled, token ?? s_token);

    private static StepUpCommand StepUp(StepUpMethod? method, string? code = null, string? challenge = null, string? password = null) =>
        new(new LiveSession(new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, default, default), false, false, false, Role.User), method, password, code, challenge);

    private static ImportedPerson Imported(
        string? email = Some.Email, string? phone = null, bool? verified = null, string? name = null, string? createdAt = null, string? hash = "$2b$04$hMI6PttDoZQC8eTZhaiMbuJIOl/Pdmd8kEK6UUqnI6zbGiODDuPQq") =>
        new() { Email = email, Phone = phone, PhoneVerified = verified, DisplayName = name, CreatedAt = createdAt, PasswordHash = hash };

    private static IEnumerable<TestCaseData> Named((string Name, object Command)[] cases) =>
        cases.Select(good => new TestCaseData(good.Command).SetArgDisplayNames(good.Name));

    private static IEnumerable<TestCaseData> Named((string Name, object Command, string Member, string Code, string Words)[] cases) =>
        cases.Select(bad => new TestCaseData(bad.Command, bad.Member, bad.Code, bad.Words).SetArgDisplayNames(bad.Name));
}
