using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>
/// Links the events that wait, in one transaction. Every node does it; the guarded move of the day's head lets one of them at a time, and whoever is killed
/// leaves nothing (docs/adr/0011).
/// </summary>
internal sealed class AuditSealer(AuthDbContext db, AuditChain chain, TimeProvider time, ILogger<AuditSealer> logger)
{
    private const int Most = 500;

    /// <summary>True when something was linked: more may wait. When another node was first, that one goes on.</summary>
    internal async Task<bool> SealAsync(CancellationToken ct)
    {
        var waiting = await (from queued in db.AuditQueue join e in db.AuditEvents on queued.EventId equals e.Id orderby queued.EventId select e)
            .AsNoTracking().Take(Most).ToListAsync(ct);
        if (waiting.Count == 0)
        {
            return false;
        }

        var head = await db.AuditDays.AsNoTracking().OrderByDescending(day => day.Day).FirstAsync(ct);
        var links = LinksOf(waiting, head);
        var sealedNow = await TryStoreAsync(head, links, ct);
        db.ChangeTracker.Clear();
        if (sealedNow && links[0].Day != head.Day && head.LastNumber > 0)
        {
            var hash = Convert.ToHexStringLower(head.LastHash);
            logger.DayClosed(head.Day, head.LastNumber, hash);
        }

        return sealedNow;
    }

    // Of one day, that of the first event: never an earlier one than the head's, so that what came late is in the next day's chain and old days stay as they are.
    private List<AuditLinkRow> LinksOf(List<AuditEventRow> waiting, AuditDayRow head)
    {
        var day = DayOf(waiting[0]) > head.Day ? DayOf(waiting[0]) : head.Day;
        var (number, hash) = (day == head.Day ? head.LastNumber : 0, head.LastHash);
        var links = new List<AuditLinkRow>();
        foreach (var auditEvent in waiting.TakeWhile(e => DayOf(e) <= day))
        {
            number++;
            hash = chain.Link(chain.CurrentKeyId, hash, day, number, auditEvent)!;
            links.Add(new AuditLinkRow { Day = day, Number = number, EventId = auditEvent.Id, Hash = hash, KeyId = chain.CurrentKeyId });
        }

        return links;
    }

    private async Task<bool> TryStoreAsync(AuditDayRow head, List<AuditLinkRow> links, CancellationToken ct)
    {
        var ids = links.Select(link => link.EventId).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await MoveHeadAsync(head, links[^1], ct) || await db.AuditQueue.Where(queued => ids.Contains(queued.EventId)).ExecuteDeleteAsync(ct) != ids.Count)
        {
            return false;
        }

        db.AuditLinks.AddRange(links);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<bool> MoveHeadAsync(AuditDayRow head, AuditLinkRow last, CancellationToken ct)
    {
        var unmoved = db.AuditDays.Where(day => day.Day == head.Day && day.LastNumber == head.LastNumber && day.ClosedAt == null);
        if (last.Day == head.Day)
        {
            return await unmoved.ExecuteUpdateAsync(set => set.SetProperty(day => day.LastNumber, last.Number).SetProperty(day => day.LastHash, last.Hash), ct) == 1;
        }

        var now = time.GetUtcNow();
        db.AuditDays.Add(new AuditDayRow { Day = last.Day, LastNumber = last.Number, LastHash = last.Hash });
        return await unmoved.ExecuteUpdateAsync(set => set.SetProperty(day => day.ClosedAt, now), ct) == 1;
    }

    private static DateOnly DayOf(AuditEventRow auditEvent) => DateOnly.FromDateTime(auditEvent.At.UtcDateTime);
}
