using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>Counts messages. Whoever calls it does so last in a transaction, because everybody waits for these rows.</summary>
internal sealed class SpendTally(AuthDbContext db, SpendKeys keys, SpendPolicy policy)
{
    /// <summary>Counts one message in all its windows by one statement, and judges what stands there then. A refusal must be followed by a rollback, unless it only shadows.</summary>
    internal async Task<SpendRefusal?> CountAsync(SendAttempt attempt, CancellationToken ct)
    {
        var counted = await AddAsync([.. EntriesOf(attempt)], ct);
        return SpendJudge.Judge(CountsOf(counted, attempt.IsByOwner), policy, attempt.At);
    }

    /// <summary>
    /// Counts a message that tells an owner something: in the account's notices and in the money of the day, but not where numbers, clients or codes
    /// that come back are judged. What it refuses is taken back by <see cref="TakeBackAsync"/>, because the change that it tells of stands.
    /// </summary>
    internal async Task<SpendRefusal?> CountNoticeAsync(Notice notice, PhoneNumber to, Money price, CancellationToken ct) =>
        SpendJudge.Judge(CountsOf(await AddAsync([.. EntriesOf(notice, to, price)], ct), isByOwner: true), policy, notice.At);

    /// <summary>Its rows are locked since it was counted, so nobody can have counted between.</summary>
    internal Task TakeBackAsync(Notice notice, PhoneNumber to, Money price, CancellationToken ct) =>
        AddAsync([.. EntriesOf(notice, to, price).Select(entry => entry with { Count = -entry.Count, Micros = -entry.Micros })], ct);

    internal async Task<IReadOnlyList<SpendCounterRow>> AddAsync(IReadOnlyCollection<SpendEntry> entries, CancellationToken ct) =>
        await db.SpendCounters.Add([.. entries.OrderBy(entry => entry.Kind)]).AsNoTracking().ToListAsync(ct);

    /// <summary>The counters that the caps look at, with nothing added.</summary>
    internal IEnumerable<SpendEntry> CappedBy(SendAttempt attempt)
    {
        if (attempt.Account is { } account)
        {
            yield return SpendEntry.At(SpendKind.AccountDay, SpendKeys.Account(account), attempt.At);
        }

        if (!attempt.IsByOwner)
        {
            yield return SpendEntry.At(SpendKind.ClientHour, keys.Client(attempt.Client), attempt.At);
        }

        if (!attempt.IsProved)
        {
            yield return SpendEntry.At(SpendKind.PrefixHour, keys.Prefix(attempt.To), attempt.At);
        }

        yield return SpendEntry.At(SpendKind.CountryDay, SpendKeys.Country(attempt.To), attempt.At);
        yield return SpendEntry.At(SpendKind.TotalDay, SpendKeys.Total, attempt.At);
    }

    private IEnumerable<SpendEntry> EntriesOf(SendAttempt attempt) =>
        CappedBy(attempt).Append(SpendEntry.At(SpendKind.ConversionMinute, SpendKeys.Conversion(attempt.To, attempt.Lane), attempt.At))
            .Select(entry => entry with { Count = 1, Micros = attempt.Price.Micros });

    private static IEnumerable<SpendEntry> EntriesOf(Notice notice, PhoneNumber to, Money price)
    {
        SpendEntry[] money = [SpendEntry.At(SpendKind.CountryDay, SpendKeys.Country(to), notice.At), SpendEntry.At(SpendKind.TotalDay, SpendKeys.Total, notice.At)];

        // The last one of an account counts in nothing that is named after it.
        SpendEntry[] entries = notice.Kind == NoticeKind.AccountDeleted ? money : [SpendEntry.At(SpendKind.AccountDay, SpendKeys.Notices(notice.Account), notice.At), .. money];
        return entries.Select(entry => entry with { Count = 1, Micros = price.Micros });
    }

    private static SpendCounts CountsOf(IReadOnlyList<SpendCounterRow> counted, bool isByOwner)
    {
        SpendCounterRow? Of(SpendKind kind) => counted.SingleOrDefault(row => row.Kind == kind);
        return new SpendCounts(
            Of(SpendKind.PrefixHour)?.Count ?? 0, Of(SpendKind.ClientHour)?.Count ?? 0, Of(SpendKind.AccountDay)?.Count ?? 0,
            new Money(Of(SpendKind.CountryDay)!.Micros), new Money(Of(SpendKind.TotalDay)!.Micros), isByOwner);
    }
}
