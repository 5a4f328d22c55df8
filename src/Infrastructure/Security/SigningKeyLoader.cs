using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Security;

/// <summary>Loads the signing keys before the first request, and again every 30 s, so that nodes learn of each other's keys.</summary>
internal sealed class SigningKeyLoader(
    IServiceScopeFactory scopes, SigningKeys keys, SigningKeyBox box, TimeProvider time, ILogger<SigningKeyLoader> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <exception cref="InvalidOperationException">The keys cannot be had; the sentence says what to look at.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LoadAsync((store, now) => store.LoadOrCreateAsync(now, cancellationToken));
        }
        catch (Exception fault) when (ComesFromDatabase(fault))
        {
            throw new InvalidOperationException("The signing keys cannot be read: the database of ConnectionStrings:Default is not reachable or not migrated.", fault);
        }
        catch (CryptographicException fault)
        {
            throw new InvalidOperationException("No signing key can be made: the Data Protection key ring in the database does not open with the configured master keys.", fault);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LoadAsync((store, _) => store.LoadAsync(stoppingToken));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                logger.ReloadFailed(fault);
            }
        }
    }

    private static bool ComesFromDatabase(Exception? fault) => fault is not null && (fault is DbException || ComesFromDatabase(fault.InnerException));

    private async Task LoadAsync(Func<SigningKeyStore, DateTimeOffset, Task<List<SigningKeyRow>>> load)
    {
        var now = time.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var opened = Open(await load(scope.ServiceProvider.GetRequiredService<SigningKeyStore>(), now));
        keys.Replace(opened, now);
    }

    private List<SigningKey> Open(List<SigningKeyRow> rows)
    {
        var opened = new List<SigningKey>();
        Exception? lastFault = null;
        foreach (var row in rows)
        {
            if (keys.Find(row.Id) is { } known)
            {
                opened.Add(known);
            }
            else if (box.TryOpen(row, out var key, out var fault))
            {
                logger.KeyLoaded(key.Kid);
                opened.Add(key);
            }
            else
            {
                logger.KeyRefused(row.Id, fault);
                lastFault = fault;
            }
        }

        return opened.Count > 0
            ? opened
            : throw new InvalidOperationException("No signing key in the database opens: was Security:MasterKey changed without the old one in Security:PreviousMasterKeys?", lastFault);
    }
}
