using System.Text.Json.Serialization;

namespace CleanAuth.Application.Login;

/// <summary>How far a log-in is.</summary>
public enum LoginStatus
{
    /// <summary>There is a session.</summary>
    Complete,

    /// <summary>The password was right; a second factor is still needed.</summary>
    SecondFactorRequired,

    /// <summary>The password was right; the account must have a second factor and has to switch one on first.</summary>
    EnrollmentRequired,
}

/// <summary>What a client can prove a second factor with.</summary>
public enum SecondFactorMethod
{
    /// <summary>A code from an authenticator app.</summary>
    Totp,

    /// <summary>A code by SMS, asked for with send-otp.</summary>
    Sms,

    /// <summary>One of the codes that were written down.</summary>
    RecoveryCode,
}

/// <summary>One of several answers; <c>status</c> tells which.</summary>
public abstract record LoginAnswer
{
    /// <summary>Tells the shape of the answer; later versions may add values.</summary>
    public abstract LoginStatus Status { get; }
}

/// <summary>There is a session.</summary>
/// <param name="AccessToken">For the Authorization header of every other request.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Exchanged once for the next pair.</param>
/// <param name="RefreshExpiresIn">Seconds until the refresh token ends if it is not used.</param>
/// <param name="RecoveryCodesLeft">After a log-in by recovery code: how many are left. From three on, tell the owner to make new ones.</param>
/// <param name="RecoveryCodes">Ten new codes for the day on which the phone is lost, shown this once: after switching the first factor on, or when the account had none left.</param>
/// <param name="EnforceFrom">In a session of a password alone: from when on it is not refreshed and a log-in needs a second factor. Tell the owner to switch one on before.</param>
public sealed record LoginComplete(
    string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, int RefreshExpiresIn, int? RecoveryCodesLeft = null, IReadOnlyList<string>? RecoveryCodes = null,
    DateTimeOffset? EnforceFrom = null)
    : LoginAnswer
{
    [JsonPropertyOrder(-1)]
    public override LoginStatus Status => LoginStatus.Complete;

    public override string ToString() => nameof(LoginComplete);
}

/// <summary>The password was right; the token opens only the second step.</summary>
/// <param name="SecondFactorToken">For the Authorization header of send-otp and 2fa/authenticate, nothing else.</param>
/// <param name="ExpiresIn">Seconds until the token ends.</param>
/// <param name="Methods">What the account can use, best first.</param>
/// <param name="PhoneHint">The last two digits of the number that a code would go to.</param>
public sealed record SecondFactorRequired(string SecondFactorToken, int ExpiresIn, IReadOnlyList<LoginMethod> Methods, string? PhoneHint) : LoginAnswer
{
    [JsonPropertyOrder(-1)]
    public override LoginStatus Status => LoginStatus.SecondFactorRequired;

    public override string ToString() => nameof(SecondFactorRequired);
}

/// <summary>The password was right, but the account must have a second factor and has none; the token only switches one on.</summary>
/// <param name="EnrollmentToken">For the Authorization header of 2fa/generate and 2fa/turn-on, or of send-otp, verify-otp and PUT 2fa/sms, nothing else.</param>
/// <param name="ExpiresIn">Seconds until the token ends.</param>
/// <param name="Methods">What can be switched on, best first.</param>
public sealed record EnrollmentRequired(string EnrollmentToken, int ExpiresIn, IReadOnlyList<LoginMethod> Methods) : LoginAnswer
{
    [JsonPropertyOrder(-1)]
    public override LoginStatus Status => LoginStatus.EnrollmentRequired;

    public override string ToString() => nameof(EnrollmentRequired);
}

/// <param name="Method">What can be used.</param>
/// <param name="AvailableAt">The first moment for a try, when there were too many wrong ones.</param>
public sealed record LoginMethod(SecondFactorMethod Method, DateTimeOffset? AvailableAt);
