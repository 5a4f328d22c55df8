using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class KnownSourceUpsert
{
    /// <summary>The later of two log-ins at once stays.</summary>
    internal static Task RememberSourceAsync(this AuthDbContext db, Guid account, byte[] sourceKey, DateTimeOffset now, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            INSERT INTO known_sources AS k (account_id, source_key, last_login_at) VALUES ({account}, {sourceKey}, {now})
            ON CONFLICT (account_id, source_key) DO UPDATE SET last_login_at = greatest(k.last_login_at, excluded.last_login_at)
            """, ct);
}
