using System.Text.Json.Serialization;
using CleanAuth.Application.Login;

namespace CleanAuth.WebApi.Cookies;

/// <summary>As the answer with tokens, which are in cookies here; <c>status</c> tells which.</summary>
public abstract record CookieLoginAnswer
{
    /// <summary>Tells the shape of the answer; later versions may add values.</summary>
    public abstract LoginStatus Status { get; }
}

/// <summary>There is a session, in the cookies <c>__Host-access</c> and <c>__Host-refresh</c>.</summary>
/// <param name="ExpiresIn">Seconds until the access cookie ends.</param>
/// <param name="RefreshExpiresIn">Seconds until the refresh cookie ends if it is not used.</param>
/// <param name="RecoveryCodesLeft">After a log-in by recovery code: how many are left. From three on, tell the owner to make new ones.</param>
/// <param name="RecoveryCodes">Ten new codes for the day on which the phone is lost, shown this once: after switching the first factor on, or when the account had none left.</param>
public sealed record CookieLoginComplete(int ExpiresIn, int RefreshExpiresIn, int? RecoveryCodesLeft = null, IReadOnlyList<string>? RecoveryCodes = null) : CookieLoginAnswer
{
    [JsonPropertyOrder(-1)]
    public override LoginStatus Status => LoginStatus.Complete;

    public override string ToString() => nameof(CookieLoginComplete);
}

/// <summary>The password was right; the cookie <c>__Host-step</c> opens only the second step.</summary>
/// <param name="ExpiresIn">Seconds until the cookie ends.</param>
/// <param name="Methods">What the account can use, best first.</param>
/// <param name="PhoneHint">The last two digits of the number that a code would go to.</param>
public sealed record CookieSecondFactorRequired(int ExpiresIn, IReadOnlyList<LoginMethod> Methods, string? PhoneHint) : CookieLoginAnswer
{
    [JsonPropertyOrder(-1)]
    public override LoginStatus Status => LoginStatus.SecondFactorRequired;
}

/// <summary>The password was right, but the account must have a second factor and has none; the cookie <c>__Host-step</c> only switches one on.</summary>
/// <param name="ExpiresIn">Seconds until the cookie ends.</param>
/// <param name="Methods">What can be switched on, best first.</param>
public sealed record CookieEnrollmentRequired(int ExpiresIn, IReadOnlyList<LoginMethod> Methods) : CookieLoginAnswer
{
    [JsonPropertyOrder(-1)]
    public override LoginStatus Status => LoginStatus.EnrollmentRequired;
}

/// <param name="ExpiresIn">Seconds until the new access cookie ends; the refresh cookie stays.</param>
public sealed record CookieSteppedUp(int ExpiresIn);
