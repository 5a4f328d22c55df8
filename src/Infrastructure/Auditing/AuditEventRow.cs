using CleanAuth.Domain.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>Append-only: the run-time account may insert and select, no more. No foreign keys, because it outlives what it tells of.</summary>
internal sealed class AuditEventRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required SecurityEvent Event { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>In which session it was done, when there was one; of an administrator, the administrator's.</summary>
    public Guid? SessionId { get; init; }

    public Guid? AdministratorId { get; init; }

    public string? Reason { get; init; }

    internal static void Configure(EntityTypeBuilder<AuditEventRow> auditEvent)
    {
        auditEvent.ToTable("audit_events");
        auditEvent.Property(e => e.Id).ValueGeneratedNever();
        auditEvent.Property(e => e.Reason).HasMaxLength(2 * AuditEvent.ReasonLength);
        auditEvent.HasIndex(e => new { e.AccountId, e.At });
        auditEvent.HasIndex(e => e.At);
    }
}
