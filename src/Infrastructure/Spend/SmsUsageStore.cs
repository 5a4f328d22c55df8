using System.Text;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Spend;

internal sealed class SmsUsageStore(AuthDbContext db) : ISmsUsage
{
    private const int IdBytes = 16;

    public async Task<IReadOnlyList<SpendDay>> ReadAsync(DateOnly first, CancellationToken ct)
    {
        var from = StartOf(first);
        return ToDays(await db.SpendCounters.AsNoTracking()
            .Where(c => (c.Kind == SpendKind.CountryDay || c.Kind == SpendKind.RefusedDay) && c.WindowStart >= from).ToListAsync(ct));
    }

    public async Task<Page<SpendDay>> ListAsync(SpendPeriod period, PageRequest page, CancellationToken ct)
    {
        (DateTimeOffset, string)? after = page.After is var (day, id) ? (day, CallingCodeIn(id)) : null;
        var rows = await db.SpendCounters.OfPage(period, after, page.Size).ToListAsync(ct);
        return Page<SpendDay>.Of(ToDays(rows), page, item => new PagePosition(StartOf(item.Day), IdOf(item.CallingCode)));
    }

    public async Task<SpendSum> SumAsync(SpendPeriod period, CancellationToken ct)
    {
        var rows = await db.SpendCounters.Summed(period).ToListAsync(ct);
        var sent = rows.SingleOrDefault(row => row.Kind == SpendKind.CountryDay);
        var refused = rows.Where(row => row.Kind == SpendKind.RefusedDay).ToDictionary(row => row.Key, row => row.Count);
        return new SpendSum(sent?.Count ?? 0, sent?.Delivered ?? 0, sent?.Verified ?? 0, new Money(sent?.Micros ?? 0), refused);
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static List<SpendDay> ToDays(IEnumerable<SpendCounterRow> rows) =>
        [.. rows.GroupBy(row => (Day: DateOnly.FromDateTime(row.WindowStart.UtcDateTime), Country: CountryOf(row)))
            .OrderByDescending(day => day.Key.Day).ThenBy(day => day.Key.Country, StringComparer.Ordinal)
            .Select(day => ToDay(day.Key.Day, day.Key.Country, [.. day]))];

    private static SpendDay ToDay(DateOnly day, string country, IReadOnlyList<SpendCounterRow> rows)
    {
        var sent = rows.SingleOrDefault(row => row.Kind == SpendKind.CountryDay);
        var refused = rows.Where(row => row.Kind == SpendKind.RefusedDay).ToDictionary(row => row.Key[(country.Length + 1)..], row => row.Count);
        return new SpendDay(day, country, sent?.Count ?? 0, sent?.Delivered ?? 0, sent?.Verified ?? 0, new Money(sent?.Micros ?? 0), refused);
    }

    // A refusal's key is the calling code, a blank and the reason.
    private static string CountryOf(SpendCounterRow row) => row.Key.Split(' ')[0];

    // A position has room for an id, and a calling code is shorter than one.
    private static Guid IdOf(string callingCode) => new(Encoding.ASCII.GetBytes(callingCode.PadRight(IdBytes)), bigEndian: true);

    private static string CallingCodeIn(Guid id) => Encoding.ASCII.GetString(id.ToByteArray(bigEndian: true)).TrimEnd();
}
