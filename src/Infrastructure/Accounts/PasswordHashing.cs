using System.Threading.RateLimiting;
using CleanAuth.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Accounts;

/// <summary>
/// The only way to ASP.NET Identity's password hasher. A hash costs about 0.1 s of a core: as many run at once as there are cores, some
/// wait, and the rest are refused with <c>unavailable</c>, so that a storm of log-ins cannot starve token checks (ASVS 5.0 15.1.3).
/// </summary>
internal sealed class PasswordHashing(IPasswordHasher<AppUser> hasher, IOptions<PasswordHashingOptions> options) : IDisposable
{
    private static readonly AppUser s_nobody = new();

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = options.Value.QueueLimit,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(s_nobody, "nobody's password"));

    internal static Error Busy { get; } =
        new(ErrorKind.Unavailable, "unavailable", "Too many passwords are waiting to be checked.") { RetryAfter = TimeSpan.FromSeconds(5) };

    internal Task<Result<string>> HashAsync(string password, CancellationToken ct) =>
        RunAsync(() => hasher.HashPassword(s_nobody, password), ct);

    /// <param name="hash">Null for an unknown account: the same work is done against a hash that nobody's password fits.</param>
    internal Task<Result<PasswordVerificationResult>> VerifyAsync(string? hash, string password, CancellationToken ct) =>
        RunAsync(() => Verify(hash, password), ct);

    public void Dispose() => _limiter.Dispose();

    private PasswordVerificationResult Verify(string? hash, string password)
    {
        var result = hasher.VerifyHashedPassword(s_nobody, hash ?? _nobodysHash.Value, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }

    private async Task<Result<T>> RunAsync<T>(Func<T> hash, CancellationToken ct)
        where T : notnull
    {
        using var lease = await _limiter.AcquireAsync(1, ct);
        if (!lease.IsAcquired)
        {
            return Busy;
        }

        // A thread of its own: the thread pool's few threads stay free for requests that need no hash.
        return await Task.Factory.StartNew(hash, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
