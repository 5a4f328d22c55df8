using System.Threading.RateLimiting;
using CleanAuth.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Accounts;

/// <summary>
/// The only way to ASP.NET Identity's password hasher. A hash costs about 0.1 s of a core: a bounded number runs at once, some wait in the
/// order in which they came, and the rest are refused with <c>unavailable</c>, so that a storm of log-ins cannot starve token checks (ASVS 5.0 15.1.3).
/// </summary>
internal sealed class PasswordHashing(IPasswordHasher<AppUser> hasher, IOptions<PasswordHashingOptions> options) : IDisposable
{
    private static readonly AppUser s_nobody = new();
    private static readonly Func<CancellationToken, Task<Result<Done>>> s_uncounted = _ => Task.FromResult<Result<Done>>(new Done());

    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.Value.MaxWaitSeconds);

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.Parallel,
        QueueLimit = options.Value.QueueLimit,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(s_nobody, "nobody's password"));

    internal static Error Busy { get; } =
        new(ErrorKind.Unavailable, "unavailable", "Too many passwords are waiting to be checked.") { RetryAfter = TimeSpan.FromSeconds(5) };

    internal Task<Result<string>> HashAsync(string password, CancellationToken ct) =>
        RunAsync(() => hasher.HashPassword(s_nobody, password), s_uncounted, ct);

    /// <param name="hash">Null for an unknown account: the same work is done against a hash that nobody's password fits.</param>
    /// <param name="count">Runs when the hash can be made; what it refuses is not hashed.</param>
    internal Task<Result<PasswordVerificationResult>> VerifyAsync(string? hash, string password, Func<CancellationToken, Task<Result<Done>>> count, CancellationToken ct) =>
        RunAsync(() => Verify(hash, password), count, ct);

    public void Dispose() => _limiter.Dispose();

    private PasswordVerificationResult Verify(string? hash, string password)
    {
        // Made by whoever comes first, so that the first unknown account takes no longer than the first known one.
        var nobodysHash = _nobodysHash.Value;
        var result = hasher.VerifyHashedPassword(s_nobody, hash ?? nobodysHash, password);
        return hash is null ? PasswordVerificationResult.Failed : result;
    }

    private async Task<Result<T>> RunAsync<T>(Func<T> hash, Func<CancellationToken, Task<Result<Done>>> count, CancellationToken ct)
        where T : notnull
    {
        using var lease = await WaitAsync(ct);
        if (lease is not { IsAcquired: true })
        {
            return Busy;
        }

        var counted = await count(ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        // A thread of its own: the thread pool's few threads stay free for requests that need no hash.
        return await Task.Factory.StartNew(hash, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Null when the wait was too long. Who gives up or is cancelled leaves the queue.</summary>
    private async Task<RateLimitLease?> WaitAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        try
        {
            return await _limiter.AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
