using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Domain.Sessions;

/// <summary>What access tokens say.</summary>
public sealed class JwtPolicy
{
    public const string Section = "Jwt";

    /// <summary>No token of any kind lives longer, whatever is configured.</summary>
    public const int MostAccessTokenSeconds = 3600;

    public const int MostClockSkewSeconds = 30;

    /// <summary>The service's own public address, without a slash at the end: <c>https://auth.example.com</c>.</summary>
    [Required, RegularExpression(@"^https?://[A-Za-z0-9.\-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~\-]+)*\z")]
    public required string Issuer { get; init; }

    /// <summary>Who the access tokens are for.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public required string Audience { get; init; }

    /// <summary>The <c>client_id</c> that RFC 9068 2.2 asks for; one constant, because there are no OAuth clients.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ClientId { get; init; } = "cleanauth";

    /// <summary>Life of an access token in seconds (60-3600).</summary>
    [Range(60, MostAccessTokenSeconds)]
    public int AccessTokenSeconds { get; init; } = 600;

    /// <summary>Difference between clocks that is forgiven, in seconds (0-30).</summary>
    [Range(0, MostClockSkewSeconds)]
    public int ClockSkewSeconds { get; init; } = 30;

    /// <summary>A signing key signs for this many days before the next one does (1-365).</summary>
    [Range(1, 365)]
    public int SigningKeyDays { get; init; } = 30;

    public TimeSpan AccessTokenLife => TimeSpan.FromSeconds(AccessTokenSeconds);

    public TimeSpan SigningKeyLife => TimeSpan.FromDays(SigningKeyDays);
}
