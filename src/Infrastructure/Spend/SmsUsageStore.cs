using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Spend;

internal sealed class SmsUsageStore(AuthDbContext db) : ISmsUsage
{
    public async Task<IReadOnlyList<SpendDay>> ReadAsync(DateOnly first, CancellationToken ct)
    {
        var from = new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero);
        var rows = await db.SpendCounters.AsNoTracking()
            .Where(c => (c.Kind == SpendKind.CountryDay || c.Kind == SpendKind.RefusedDay) && c.WindowStart >= from).ToListAsync(ct);
        return [.. rows.GroupBy(row => (Day: DateOnly.FromDateTime(row.WindowStart.UtcDateTime), Country: CountryOf(row)))
            .OrderByDescending(day => day.Key.Day).ThenBy(day => day.Key.Country, StringComparer.Ordinal)
            .Select(day => ToDay(day.Key.Day, day.Key.Country, [.. day]))];
    }

    private static SpendDay ToDay(DateOnly day, string country, IReadOnlyList<SpendCounterRow> rows)
    {
        var sent = rows.SingleOrDefault(row => row.Kind == SpendKind.CountryDay);
        var refused = rows.Where(row => row.Kind == SpendKind.RefusedDay).ToDictionary(row => row.Key[(country.Length + 1)..], row => row.Count);
        return new SpendDay(day, country, sent?.Count ?? 0, sent?.Delivered ?? 0, sent?.Verified ?? 0, new Money(sent?.Micros ?? 0), refused);
    }

    // A refusal's key is the calling code, a blank and the reason.
    private static string CountryOf(SpendCounterRow row) => row.Key.Split(' ')[0];
}
