using CleanAuth.Domain.Auditing;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Auditing;

internal sealed partial class AuditTrail(AuthDbContext db, ILogger<AuditTrail> logger) : IAuditTrail
{
    public async Task RecordAsync(AuditEvent auditEvent, CancellationToken ct)
    {
        db.AuditEvents.Add(new AuditEventRow
        {
            Id = Guid.CreateVersion7(auditEvent.At),
            At = auditEvent.At,
            Event = auditEvent.Event,
            AccountId = auditEvent.Account?.Value,
            SessionId = auditEvent.Session?.Value,
        });
        await db.SaveUnlessInTransactionAsync(ct);
        Recorded(auditEvent.Event, (int)auditEvent.Event, auditEvent.Account?.Value, auditEvent.Session?.Value);
    }

    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "{SecurityEvent} ({Number}) account {AccountId} session {SessionId}")]
    private partial void Recorded(SecurityEvent securityEvent, int number, Guid? accountId, Guid? sessionId);
}
