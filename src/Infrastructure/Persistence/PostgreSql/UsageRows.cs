using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class UsageRows
{
    /// <summary>The rows of a page and of one item more; an item is a day and a calling code, which is what a key begins with.</summary>
    internal static IQueryable<SpendCounterRow> OfPage(this DbSet<SpendCounterRow> counters, SpendPeriod period, (DateTimeOffset Day, string CallingCode)? after, int size)
    {
        var (from, day, code) = (StartOf(period), after?.Day, after?.CallingCode);
        return counters.FromSqlInterpolated($"""
            SELECT kind, key, window_start, count, verified, delivered, micros
            FROM (
                SELECT *, dense_rank() OVER (ORDER BY window_start DESC, split_part(key, ' ', 1) COLLATE "C") AS place
                FROM spend_counters
                WHERE kind IN ({(int)SpendKind.CountryDay}, {(int)SpendKind.RefusedDay}) AND window_start >= {from}
                    AND ({period.CallingCode}::text IS NULL OR split_part(key, ' ', 1) = {period.CallingCode})
                    AND ({day}::timestamptz IS NULL OR window_start < {day} OR (window_start = {day} AND split_part(key, ' ', 1) COLLATE "C" > {code}))
            ) AS placed
            WHERE place <= {size + 1}
            """).AsNoTracking();
    }

    /// <summary>The sums of the period as one day's rows: one for what was sent, with an empty key, and one for each reason of refusals, which is its key.</summary>
    internal static IQueryable<SpendCounterRow> Summed(this DbSet<SpendCounterRow> counters, SpendPeriod period)
    {
        var from = StartOf(period);
        return counters.FromSqlInterpolated($"""
            SELECT kind, split_part(key, ' ', 2) AS key, {from} AS window_start,
                sum(count)::bigint AS count, sum(verified)::bigint AS verified, sum(delivered)::bigint AS delivered, sum(micros)::bigint AS micros
            FROM spend_counters
            WHERE kind IN ({(int)SpendKind.CountryDay}, {(int)SpendKind.RefusedDay}) AND window_start >= {from}
                AND ({period.CallingCode}::text IS NULL OR split_part(key, ' ', 1) = {period.CallingCode})
            GROUP BY kind, split_part(key, ' ', 2)
            """).AsNoTracking();
    }

    private static DateTimeOffset StartOf(SpendPeriod period) => new(period.First, TimeOnly.MinValue, TimeSpan.Zero);
}
