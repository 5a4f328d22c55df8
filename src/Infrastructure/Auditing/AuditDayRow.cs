using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>How far the chain of a day (UTC) came. It stays when the day's events are purged: the next day's first link continues its hash (decisions 25).</summary>
internal sealed class AuditDayRow
{
    /// <summary>Before every event: the chain has a beginning that nobody can move.</summary>
    internal static readonly DateOnly Beginning = new(2000, 1, 1);

    public required DateOnly Day { get; init; }

    public required int LastNumber { get; set; }

    public required byte[] LastHash { get; set; }

    /// <summary>When the next day began; null for the day that goes on.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    internal static void Configure(EntityTypeBuilder<AuditDayRow> day)
    {
        day.ToTable("audit_days");
        day.HasKey(d => d.Day);
        day.Property(d => d.LastHash).HasMaxLength(AuditChain.HashBytes);
        day.HasData(new AuditDayRow { Day = Beginning, LastNumber = 0, LastHash = new byte[AuditChain.HashBytes] });
    }
}
