using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class CounterUpsert
{
    /// <summary>
    /// Adds to counters, and makes those that are not there, in one statement; gives them as they stand then. Rows are locked in the order of
    /// <paramref name="entries"/> until the transaction ends, so that two transactions with the same order never wait for each other in a circle.
    /// </summary>
    internal static IQueryable<SpendCounterRow> Add(this DbSet<SpendCounterRow> counters, IReadOnlyList<SpendEntry> entries)
    {
        int[] kinds = [.. entries.Select(entry => (int)entry.Kind)];
        string[] keys = [.. entries.Select(entry => entry.Key)];
        DateTimeOffset[] windows = [.. entries.Select(entry => entry.WindowStart)];
        long[] counts = [.. entries.Select(entry => entry.Count)];
        long[] verified = [.. entries.Select(entry => entry.Verified)];
        long[] delivered = [.. entries.Select(entry => entry.Delivered)];
        long[] micros = [.. entries.Select(entry => entry.Micros)];
        return counters.FromSqlInterpolated($"""
            INSERT INTO spend_counters AS c (kind, key, window_start, count, verified, delivered, micros)
            SELECT kind, key, window_start, count, verified, delivered, micros
            FROM unnest({kinds}, {keys}, {windows}, {counts}, {verified}, {delivered}, {micros})
                WITH ORDINALITY AS added (kind, key, window_start, count, verified, delivered, micros, position)
            ORDER BY position
            ON CONFLICT (kind, key, window_start) DO UPDATE SET count = c.count + excluded.count, verified = c.verified + excluded.verified,
                delivered = c.delivered + excluded.delivered, micros = c.micros + excluded.micros
            RETURNING c.*
            """);
    }
}
