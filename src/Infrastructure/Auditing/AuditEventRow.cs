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

    public required AuditOutcome Outcome { get; init; }

    public required AuditOrigin Origin { get; init; }

    /// <summary>An opaque name of the network, see <see cref="AuditNetworks"/>; never an address (decisions 25).</summary>
    public string? Network { get; init; }

    internal static void Configure(EntityTypeBuilder<AuditEventRow> auditEvent)
    {
        auditEvent.ToTable("audit_events");
        auditEvent.Property(e => e.Id).ValueGeneratedNever();
        auditEvent.Property(e => e.Reason).HasMaxLength(2 * AuditEvent.ReasonLength);
        auditEvent.Property(e => e.Network).HasMaxLength(AuditNetworks.Length);

        // One for each filter, in the order of the list. What is rare has a narrow one: most events succeed, and few are an administrator's.
        auditEvent.HasIndex(e => new { e.AccountId, e.At });
        auditEvent.HasIndex(e => e.At);
        auditEvent.HasIndex(e => new { e.Event, e.At });
        auditEvent.HasIndex(e => new { e.AdministratorId, e.At }).HasFilter("administrator_id IS NOT NULL");
        auditEvent.HasIndex(e => new { e.Outcome, e.At }).HasFilter("outcome <> 0");
    }
}
