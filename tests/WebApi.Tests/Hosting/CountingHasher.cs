using CleanAuth.Infrastructure.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>Counts the passwords that are compared, and can hold them back: the work of a log-in without a stopwatch (decisions 24).</summary>
internal sealed class CountingHasher : IPasswordHasher<AppUser>
{
    private TaskCompletionSource? _held;
    private PasswordHasher<AppUser>? _inner;
    private int _begun;
    private int _made;
    private int _verified;

    /// <summary>Comparisons that were begun, held back or not.</summary>
    internal int Begun => Volatile.Read(ref _begun);

    /// <summary>Comparisons that were made.</summary>
    internal int Verified => Volatile.Read(ref _verified);

    /// <summary>New hashes that were made.</summary>
    internal int Made => Volatile.Read(ref _made);

    /// <summary>Takes the place of the hasher; give the same to several nodes to count over all of them.</summary>
    internal void Replace(IServiceCollection services) => services.AddSingleton<IPasswordHasher<AppUser>>(provider =>
    {
        _inner ??= new PasswordHasher<AppUser>(provider.GetRequiredService<IOptions<PasswordHasherOptions>>());
        return this;
    });

    /// <summary>From now on every comparison waits.</summary>
    internal void Hold() => _held = new TaskCompletionSource();

    internal void Release() => _held?.TrySetResult();

    internal async Task WaitUntilBegunAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (Begun < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public string HashPassword(AppUser user, string password)
    {
        Interlocked.Increment(ref _made);
        return _inner!.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _begun);
        _held?.Task.Wait();
        Interlocked.Increment(ref _verified);
        return _inner!.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
