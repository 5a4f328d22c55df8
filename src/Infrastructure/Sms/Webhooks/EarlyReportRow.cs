using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>A report about a message that nobody knows yet: the answer to its send is still under way, or it was never ours.</summary>
internal sealed class EarlyReportRow
{
    public required string ProviderId { get; init; }

    public required int Sequence { get; init; }

    public required ReportedDelivery Delivery { get; init; }

    public string? Reason { get; init; }

    /// <summary>What the message cost, in millionths of the gateway's currency.</summary>
    public long? Micros { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    internal static void Configure(EntityTypeBuilder<EarlyReportRow> report)
    {
        report.ToTable("early_reports");
        report.HasKey(r => new { r.ProviderId, r.Sequence, r.Delivery });
        report.Property(r => r.ProviderId).HasMaxLength(100);
        report.Property(r => r.Reason).HasMaxLength(50);
        report.HasIndex(r => r.ReceivedAt);
    }

    internal DeliveryReport ToReport() => new(ProviderId, Sequence, Delivery, Reason, Micros is { } micros ? new Money(micros) : null);
}
