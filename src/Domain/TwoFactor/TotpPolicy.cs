using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>What an operator may set about authenticator apps; the rest is <see cref="Totp"/>.</summary>
public sealed class TotpPolicy
{
    public const string Section = "Totp";

    /// <summary>The name that apps show above the code (1-40 characters, no colon: it ends the name in the key URI).</summary>
    [Required, RegularExpression(@"^[^:\p{C}]{1,40}\z")]
    public string Issuer { get; init; } = "CleanAuth";

    /// <summary>How long a new secret waits for its first code, in seconds (60-3600).</summary>
    [Range(60, 3600)]
    public int PendingSeconds { get; init; } = 900;

    /// <summary>Wrong codes that a new secret takes before it has to be made anew (3-10).</summary>
    [Range(3, 10)]
    public int PendingTries { get; init; } = 5;

    public TimeSpan PendingLife => TimeSpan.FromSeconds(PendingSeconds);
}
