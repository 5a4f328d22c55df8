using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>The kill switch; the table has one row from its migration on.</summary>
internal sealed class SmsSwitchRow
{
    private const int Only = 1;

    public required int Id { get; init; }

    public required bool IsOff { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    internal static void Configure(EntityTypeBuilder<SmsSwitchRow> sms)
    {
        sms.ToTable("sms_switch");
        sms.Property(s => s.Id).ValueGeneratedNever();
        sms.HasData(new SmsSwitchRow { Id = Only, IsOff = false, ChangedAt = DateTimeOffset.UnixEpoch });
    }
}
