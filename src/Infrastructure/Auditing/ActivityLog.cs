using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Auditing;

internal sealed class ActivityLog(AuthDbContext db, IRequestSource request) : IActivity
{
    public async Task<Page<ActivityEntry>> ListAsync(AccountId account, PageRequest asked, CancellationToken ct)
    {
        var mine = db.Activity.AsNoTracking().Where(a => a.AccountId == account.Value);
        var rest = asked.After is { } last
            ? mine.Where(a => EF.Functions.LessThan(ValueTuple.Create(a.At, a.Id), ValueTuple.Create(last.At, last.Id)))
            : mine;
        var oneMore = await rest.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(asked.Size + 1)
            .Select(a => new ActivityEntry(a.Id, a.At, a.Event, a.SessionId, a.Network)).ToListAsync(ct);
        return Page<ActivityEntry>.Of(oneMore, asked, entry => new PagePosition(entry.At, entry.Id));
    }

    /// <summary>
    /// Notes the event if it is one that the owner of an account is shown. Without an account the database is asked the same and stores nothing: the time
    /// must not tell whether an e-mail is known (ASVS 5.0 6.3.8).
    /// </summary>
    internal Task NoteAsync(AuditEvent auditEvent, CancellationToken ct) =>
        ActivityEvents.Of(auditEvent.Event) is { } shown
            ? db.AddActivityAsync(
                new ActivityRow
                {
                    Id = Guid.CreateVersion7(auditEvent.At),
                    AccountId = auditEvent.Account?.Value ?? Guid.Empty,
                    At = auditEvent.At,
                    Event = shown,
                    SessionId = auditEvent.Session?.Value,
                    Network = request.Current.Network,
                },
                ct)
            : Task.CompletedTask;
}
