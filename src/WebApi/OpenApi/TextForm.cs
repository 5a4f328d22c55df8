using CleanAuth.Application.Login;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.WebApi.Login;
using CleanAuth.WebApi.TwoFactor;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>What a text member of a request may look like. The validators decide; a test holds this to them.</summary>
internal sealed record TextForm(int MinLength, int MaxLength, string? Pattern = null, string? Format = null)
{
    // Both lengths as in JSON Schema: code points.
    private static readonly TextForm s_email = new(3, EmailAddress.MaxLength, Format: "email");
    private static readonly TextForm s_newPassword = new(PasswordPolicy.MinLength, PasswordPolicy.MaxLength, Format: "password");
    private static readonly TextForm s_password = new(1, PasswordPolicy.MaxLength, Format: "password");
    private static readonly TextForm s_displayName = new(1, Account.DisplayNameLength);
    private static readonly TextForm s_phoneNumber = new(9, PhoneNumber.MaxSpelling, @"^(?!.*\(0\))[ .()-]*(?:\+|0[ .()-]*0)[ .()-]*[1-9](?:[ .()-]*[0-9]){7,14}[ .()-]*$");
    private static readonly TextForm s_locale = new(2, 30, "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$");
    private static readonly TextForm s_challengeId = new(ChallengeId.Length, ChallengeId.Length, "^[A-Za-z0-9_-]{22}$");
    private static readonly TextForm s_code = new(OtpCode.MinLength, OtpCode.MaxLength, "^[0-9]{6,10}$");

    private static readonly TextForm s_totp = new(Totp.Digits, Totp.Digits, "^[0-9]{6}$");

    private static readonly TextForm s_reason = new(3, AuditEvent.ReasonLength);

    private static readonly TextForm s_userText = new(UserText.ShortestEmail, UserText.MaxLength);
    private static readonly TextForm s_cursor = new(IPageCursors.Length, IPageCursors.MaxLength);

    // Digits, or a recovery code in one of its many spellings.
    private static readonly TextForm s_anyCode = new(OtpCode.MinLength, RecoveryCode.MaxSpelling);

    // A digit and 16 symbols, in one of its many spellings.
    private static readonly TextForm s_recoveryCode = new(17, RecoveryCode.MaxSpelling);

    // 256 bits: the last character carries four of them.
    private static readonly TextForm s_token = new(OpaqueToken.Length, OpaqueToken.Length, "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$");

    /// <summary>The form of a member, or null when the member is no text.</summary>
    internal static TextForm? Of(Type request, string member) => member switch
    {
        "email" => s_email,
        "password" => request == typeof(LoginCommand) || request == typeof(StepUpRequest) ? s_password : s_newPassword,
        "currentPassword" => s_password,
        "newPassword" => s_newPassword,
        "recoveryCode" => s_recoveryCode,
        "displayName" => s_displayName,
        "phoneNumber" => s_phoneNumber,
        "locale" => s_locale,
        "text" => s_userText,
        "cursor" => s_cursor,
        "challengeId" => s_challengeId,
        "code" when request == typeof(TurnOnRequest) => s_totp,
        "code" when request == typeof(AuthenticateRequest) || request == typeof(StepUpRequest) => s_anyCode,
        "code" or "smsCode" => s_code,
        "phoneVerificationToken" or "passwordResetToken" or "refreshToken" => s_token,
        "reason" => s_reason,
        _ => null,
    };
}

internal static class RequestTypes
{
    /// <summary>True for the type of a request body: <c>…Request</c>, or a use case's own <c>…Command</c>.</summary>
    internal static bool IsRequest(this Type type) =>
        type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Name.EndsWith("Command", StringComparison.Ordinal);
}
