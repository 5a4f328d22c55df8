using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>An event that is not linked yet; stored with it, so that no log-in has to wait for the chain (docs/adr/0011).</summary>
internal sealed class AuditQueueRow
{
    public required Guid EventId { get; init; }

    internal static void Configure(EntityTypeBuilder<AuditQueueRow> queued)
    {
        queued.ToTable("audit_queue");
        queued.HasKey(q => q.EventId);
        queued.Property(q => q.EventId).ValueGeneratedNever();
    }
}
