using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>The place of an event in the chain. Append-only, as the event itself.</summary>
internal sealed class AuditLinkRow
{
    public required DateOnly Day { get; init; }

    /// <summary>From 1 on in each day, without a gap.</summary>
    public required int Number { get; init; }

    public required Guid EventId { get; init; }

    /// <summary>See <see cref="AuditChain"/>.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Which master key made the hash.</summary>
    public required string KeyId { get; init; }

    internal static void Configure(EntityTypeBuilder<AuditLinkRow> link)
    {
        link.ToTable("audit_links");
        link.HasKey(l => new { l.Day, l.Number });
        link.Property(l => l.Number).ValueGeneratedNever();
        link.Property(l => l.Hash).HasMaxLength(AuditChain.HashBytes);
        link.Property(l => l.KeyId).HasMaxLength(AuditChain.MaxKeyIdLength);
        link.HasIndex(l => l.EventId).IsUnique();
    }
}
