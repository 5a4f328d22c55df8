using System.Data.Common;
using System.Security.Cryptography;
using CleanAuth.Domain.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// Loads the signing keys before the first request, and again every <see cref="SigningKeyPlan.Reload"/>, so that nodes learn of each other's keys. Then does
/// what is due by the schedule, which any node may do.
/// </summary>
internal sealed class SigningKeyLoader(
    IServiceScopeFactory scopes, SigningKeys keys, SigningKeyBox box, JwtPolicy policy, TimeProvider time, ILogger<SigningKeyLoader> logger) : BackgroundService
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _refused = [];
    private DateTimeOffset _silentUntil = DateTimeOffset.MinValue;

    /// <exception cref="InvalidOperationException">The keys cannot be had; the sentence says what to look at.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            Take(await scope.ServiceProvider.GetRequiredService<SigningKeyStore>().LoadOrCreateAsync(time.GetUtcNow(), cancellationToken));
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

    /// <summary>Takes what the table holds, then removes and announces what is due.</summary>
    internal async Task FollowAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<SigningKeyStore>();
        var rows = await store.LoadAsync(ct);
        var terms = Take(rows);
        if (await AdvanceAsync(store, rows, terms, ct))
        {
            Take(await store.LoadAsync(ct));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SigningKeyPlan.Reload, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Tell(fault);
            }
        }
    }

    private static bool ComesFromDatabase(Exception? fault) => fault is not null && (fault is DbException || ComesFromDatabase(fault.InnerException));

    // By the keys that open here: a row that nobody can use neither holds up the next key nor ends the one before.
    private async Task<bool> AdvanceAsync(SigningKeyStore store, List<SigningKeyRow> rows, List<KeyTerm> terms, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var over = terms.Where(term => SigningKeyPlan.IsOver(term, terms, now)).ToList();
        foreach (var term in over)
        {
            await store.RemoveAsync(term, now, ct);
            logger.KeyRemoved(term.Key.Kid);
        }

        var isDue = SigningKeyPlan.IsNextDue(terms, policy, now);
        if (isDue)
        {
            await store.TryAddAsync(rows, SigningKeyPlan.WholeSecond(now + SigningKeyPlan.Announcement), now, ct);
        }

        return isDue || over.Count > 0;
    }

    private List<KeyTerm> Take(List<SigningKeyRow> rows)
    {
        Exception? lastFault = null;
        var terms = new List<KeyTerm>();
        foreach (var row in rows)
        {
            if (Open(row, ref lastFault) is { } key)
            {
                terms.Add(new KeyTerm(key, row.Generation, row.SignsFrom, row.WithdrawnAt));
            }
        }

        if (terms.Count == 0)
        {
            throw new InvalidOperationException("No signing key in the database opens: was Security:MasterKey changed without the old one in Security:PreviousMasterKeys?", lastFault);
        }

        keys.Replace(terms);
        return terms;
    }

    private SigningKey? Open(SigningKeyRow row, ref Exception? lastFault)
    {
        if (keys.Held(row.Id) is { } held)
        {
            return held;
        }

        if (box.TryOpen(row, out var key, out var fault))
        {
            logger.KeyLoaded(key.Kid);
            return key;
        }

        lastFault = fault;
        if (_refused.Add(row.Id))
        {
            logger.KeyRefused(row.Id, fault);
        }

        return null;
    }

    private void Tell(Exception fault)
    {
        if (time.GetUtcNow() is var now && now >= _silentUntil)
        {
            _silentUntil = now + s_silence;
            logger.ReloadFailed(fault);
        }
    }
}
