using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Infrastructure.Accounts;

internal sealed class PasswordHashingOptions
{
    internal const string Section = "RateLimits:PasswordHashing";

    /// <summary>Fewest PBKDF2-HMAC-SHA512 rounds outside Development (ASVS 5.0 11.4.2).</summary>
    internal const int Floor = 210_000;

    /// <summary>PBKDF2-HMAC-SHA512 rounds; older hashes are upgraded at log-in.</summary>
    [Range(1_000, 10_000_000)]
    public int Iterations { get; init; } = Floor;

    /// <summary>Requests that may wait for a hash; one more is answered with 503 (1-10,000).</summary>
    [Range(1, 10_000)]
    public int QueueLimit { get; init; } = 100;
}
