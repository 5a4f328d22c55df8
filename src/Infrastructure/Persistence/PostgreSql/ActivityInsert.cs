using CleanAuth.Domain.Auditing;
using CleanAuth.Infrastructure.Auditing;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class ActivityInsert
{
    /// <summary>Stores the row, unless its account is gone or going, or strangers have caused enough of these (<see cref="ActivityEvents.MostByStrangers"/>).</summary>
    // Never waits for a deletion, which may itself wait for rows that this transaction holds; a change of the number holds the account the same way for
    // its last moments, so an event of another request in them is in the audit trail only. Strangers at the same moment may pass the bound by a few.
    internal static Task AddActivityAsync(this AuthDbContext db, ActivityRow row, CancellationToken ct)
    {
        var (byStrangers, since) = (ActivityEvents.StrangersMayCause(row.Event), row.At - ActivityEvents.StrangersWindow);
        return db.Database.ExecuteSqlAsync($"""
            WITH held AS (SELECT id FROM accounts WHERE id = {row.AccountId} FOR KEY SHARE SKIP LOCKED),
                like_it AS (
                    SELECT network FROM activity
                    WHERE {byStrangers} AND account_id = {row.AccountId} AND at > {since} AND event = {row.Event})
            INSERT INTO activity (id, account_id, at, event, session_id, network)
            SELECT {row.Id}, id, {row.At}, {row.Event}, {row.SessionId}::uuid, {row.Network}::text FROM held
            WHERE (SELECT count(*) FROM like_it) < {ActivityEvents.MostByStrangers}
                AND NOT EXISTS (SELECT FROM like_it WHERE network IS NOT DISTINCT FROM {row.Network}::text)
            """, ct);
    }
}
