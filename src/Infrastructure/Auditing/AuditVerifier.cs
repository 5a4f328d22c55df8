using System.Data;
using System.Security.Cryptography;
using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>Goes through the whole chain as it was at one moment, row by row, and tells each place that does not fit. Ids only.</summary>
internal sealed class AuditVerifier(AuthDbContext db, AuditChain chain, CleanUpPolicy policy, TimeProvider time)
{
    /// <param name="head">A hash that must be in the chain, from the log; null: none.</param>
    /// <param name="find">Is told each place that does not fit.</param>
    internal async Task<AuditVerdict> VerifyAsync(byte[]? head, Func<string, Task> find, CancellationToken ct)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var days = await db.AuditDays.AsNoTracking().OrderBy(day => day.Day).ToListAsync(ct);
        var verdict = new AuditVerdict(head, find);
        if (days is not [{ LastNumber: 0 } beginning, ..] || beginning.Day != AuditDayRow.Beginning || beginning.LastHash.AsSpan().ContainsAnyExcept((byte)0))
        {
            await verdict.FindAsync("the beginning of the chain was removed or changed");
        }

        for (var i = 1; i < days.Count; i++)
        {
            await VerifyDayAsync(days[i], days[i - 1].LastHash, verdict, ct);
        }

        await FindLooseAsync(days, verdict, ct);
        verdict.Waiting = await db.AuditQueue.CountAsync(ct);
        verdict.Head = days.Count > 0 ? days[^1] : null;
        if (!verdict.SawHead && days.All(day => !day.LastHash.AsSpan().SequenceEqual(head)))
        {
            await verdict.FindAsync("the head that was given is not in the chain: what came before it was removed or changed");
        }

        return verdict;
    }

    private async Task VerifyDayAsync(AuditDayRow day, byte[] before, AuditVerdict verdict, CancellationToken ct)
    {
        var links = db.AuditLinks.AsNoTracking().Where(link => link.Day == day.Day).OrderBy(link => link.Number)
            .LeftJoin(db.AuditEvents, link => link.EventId, e => e.Id, (link, e) => new { Link = link, Event = e });
        var (number, hash) = (0, (byte[]?)before);
        await foreach (var row in links.AsAsyncEnumerable().WithCancellation(ct))
        {
            var link = row.Link;
            if (link.Number != number + 1)
            {
                await verdict.FindAsync($"{day.Day:yyyy-MM-dd}: links {number + 1} to {link.Number - 1} were removed");
                hash = null;
            }

            await JudgeAsync(link, row.Event, hash, verdict);
            (number, hash) = (link.Number, link.Hash);
            verdict.Saw(link.Hash);
        }

        await JudgeEndAsync(day, number, hash, verdict);
    }

    // After a gap nobody knows what the next link continues; the one after it is known again.
    private async Task JudgeAsync(AuditLinkRow link, AuditEventRow? auditEvent, byte[]? before, AuditVerdict verdict)
    {
        if (auditEvent is null)
        {
            await verdict.FindAsync($"{link.Day:yyyy-MM-dd}: event {link.EventId} (number {link.Number}) was removed");
        }
        else if (before is not null && chain.Link(link.KeyId, before, link.Day, link.Number, auditEvent) is var right && (right is null || !CryptographicOperations.FixedTimeEquals(right, link.Hash)))
        {
            await verdict.FindAsync($"{link.Day:yyyy-MM-dd}: event {link.EventId} (number {link.Number}) {Misfit(right, link.Number)}");
        }
    }

    private static string Misfit(byte[]? right, int number) => right switch
    {
        null => "cannot be checked: its master key is not among Security:PreviousMasterKeys",
        _ when number == 1 => "was changed, or its day does not continue the day before",
        _ => "or its link was changed",
    };

    private async Task JudgeEndAsync(AuditDayRow day, int number, byte[]? hash, AuditVerdict verdict)
    {
        if (number == 0 && day.Day < policy.FirstAuditDay(time) && verdict.Events == 0)
        {
            verdict.Purged++;
            return;
        }

        await verdict.TellDayAsync(day, number);
        if (number != day.LastNumber)
        {
            await verdict.FindAsync($"{day.Day:yyyy-MM-dd}: ends with number {number} instead of {day.LastNumber}: its end was removed, or its head was changed");
        }
        else if (!day.LastHash.AsSpan().SequenceEqual(hash))
        {
            await verdict.FindAsync($"{day.Day:yyyy-MM-dd}: its head was changed");
        }
    }

    private async Task FindLooseAsync(List<AuditDayRow> days, AuditVerdict verdict, CancellationToken ct)
    {
        var known = days.Select(day => day.Day).ToList();
        await foreach (var day in db.AuditLinks.Select(link => link.Day).Distinct().Where(day => !known.Contains(day)).AsAsyncEnumerable().WithCancellation(ct))
        {
            await verdict.FindAsync($"{day:yyyy-MM-dd}: its head was removed");
        }

        var loose = db.AuditEvents.Where(e => !db.AuditLinks.Any(link => link.EventId == e.Id) && !db.AuditQueue.Any(queued => queued.EventId == e.Id)).Select(e => e.Id);
        await foreach (var id in loose.AsAsyncEnumerable().WithCancellation(ct))
        {
            await verdict.FindAsync($"event {id} is neither linked nor waiting: it slipped in, or its link was removed");
        }

        var gone = db.AuditQueue.Where(queued => !db.AuditEvents.Any(e => e.Id == queued.EventId)).Select(queued => queued.EventId);
        await foreach (var id in gone.AsAsyncEnumerable().WithCancellation(ct))
        {
            await verdict.FindAsync($"event {id} was removed before it was linked");
        }
    }
}
