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

    /// <summary>Hashes at once on this node; the number of its cores unless set (1-1024).</summary>
    [Range(1, 1024)]
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Requests that may wait for a hash; one more is answered with 503 (1-10,000).</summary>
    [Range(1, 10_000)]
    public int QueueLimit { get; init; } = 100;

    /// <summary>Longest wait in seconds; then 503 as well (1-60).</summary>
    [Range(1, 60)]
    public int MaxWaitSeconds { get; init; } = 10;
}
