using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Auditing;

internal sealed class AuditLog(AuthDbContext db) : IAuditLog
{
    public async Task<Page<AuditEntry>> ListAsync(AuditFilter filter, PageRequest asked, CancellationToken ct)
    {
        var oneMore = await OneMore(filter, asked)
            .Select(e => new AuditEntry(e.Id, e.At, e.Event, e.Outcome, e.Origin, e.AccountId, e.SessionId, e.AdministratorId, e.Network, e.Reason))
            .ToListAsync(ct);
        return Page<AuditEntry>.Of(oneMore, asked, entry => new PagePosition(entry.At, entry.Id));
    }

    internal IQueryable<AuditEventRow> OneMore(AuditFilter filter, PageRequest asked) =>
        Narrowed(filter, asked.After).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(asked.Size + 1);

    // Only what is asked for becomes part of the statement, so that each filter finds its index.
    private IQueryable<AuditEventRow> Narrowed(AuditFilter filter, PagePosition? after)
    {
        var events = db.AuditEvents.AsNoTracking();
        events = filter.Account is { } account ? events.Where(e => e.AccountId == account.Value) : events;
        events = filter.Administrator is { } administrator ? events.Where(e => e.AdministratorId == administrator.Value) : events;
        events = filter.Event is { } what ? events.Where(e => e.Event == what) : events;
        events = filter.Outcome switch
        {
            null => events,
            AuditOutcome.Succeeded => events.Where(e => e.Outcome == AuditOutcome.Succeeded),

            // The index of the rare ones is known to hold them only when the statement says so.
            var outcome => events.Where(e => e.Outcome == outcome && e.Outcome != AuditOutcome.Succeeded),
        };
        events = filter.From is { } from ? events.Where(e => e.At >= from) : events;
        events = filter.To is { } to ? events.Where(e => e.At < to) : events;
        return after is { } last ? events.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(last.At, last.Id))) : events;
    }
}
