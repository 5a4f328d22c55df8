using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using CleanAuth.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Login;

/// <summary>Keyed with the current master key: changing it forgets the known networks, until each account's next log-in.</summary>
internal sealed class KnownSourceStore(AuthDbContext db, MasterKeys keys) : IKnownSources
{
    public Task<bool> IsKnownAsync(AccountId account, Source source, DateTimeOffset now, CancellationToken ct)
    {
        if (source.Network is not { } network)
        {
            return Task.FromResult(false);
        }

        var (key, since) = (KeyOf(account, network), now - IKnownSources.Life);
        return db.KnownSources.AnyAsync(s => s.AccountId == account.Value && s.SourceKey == key && s.LastLoginAt > since, ct);
    }

    public Task RememberAsync(AccountId account, Source source, DateTimeOffset now, CancellationToken ct) =>
        source.Network is { } network ? db.RememberSourceAsync(account.Value, KeyOf(account, network), now, ct) : Task.CompletedTask;

    private byte[] KeyOf(AccountId account, string network) => keys.NameOf(KeyPurposes.KnownSources, $"{account.Value:N} {network}");
}
