using CleanAuth.Domain.Auditing;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Auditing;

internal sealed partial class AuditTrail(AuthDbContext db, ActivityLog activity, AuditNetworks networks, AuditOrigins origins, ILogger<AuditTrail> logger) : IAuditTrail
{
    private readonly List<AuditEvent> _uncommitted = [];

    public async Task RecordAsync(AuditEvent auditEvent, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(auditEvent.At);
        db.AuditEvents.Add(new AuditEventRow
        {
            Id = id,
            At = auditEvent.At,
            Event = auditEvent.Event,
            AccountId = auditEvent.Account?.Value,
            SessionId = auditEvent.Session?.Value,
            AdministratorId = auditEvent.Administrator?.Value,
            Reason = auditEvent.Reason,
            Outcome = AuditMeaning.OutcomeOf(auditEvent.Event),
            Origin = origins.Current,
            Network = networks.Current,
        });
        db.AuditQueue.Add(new AuditQueueRow { EventId = id });
        _uncommitted.Add(auditEvent);
        await StoreAsync(ct);
        await activity.NoteAsync(auditEvent, ct);
        if (db.Database.CurrentTransaction is null)
        {
            TransactionEnded(committed: true);
        }
    }

    // An event and its place in the queue are one batch, and PostgreSQL stores a batch as a whole: a transaction would cost a round trip for its commit.
    private async Task StoreAsync(CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return;
        }

        var usual = db.Database.AutoTransactionBehavior;
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        finally
        {
            db.Database.AutoTransactionBehavior = usual;
        }
    }

    /// <summary>Only what was stored is logged: a line about something that was rolled back would be a lie.</summary>
    internal void TransactionEnded(bool committed)
    {
        foreach (var stored in committed ? _uncommitted : [])
        {
            Recorded(stored.Event, (int)stored.Event, stored.Account?.Value, stored.Session?.Value);
        }

        _uncommitted.Clear();
    }

    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "{SecurityEvent} ({Number}) account {AccountId} session {SessionId}")]
    private partial void Recorded(SecurityEvent securityEvent, int number, Guid? accountId, Guid? sessionId);
}
