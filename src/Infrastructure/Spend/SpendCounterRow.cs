using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>What a counter counts; the numbers are stored, and they are the order in which every transaction takes its rows: the most wanted last.</summary>
internal enum SpendKind
{
    AccountDay = 1,
    ClientHour = 2,
    PrefixHour = 3,

    /// <summary>Of a calling code, apart for proved and unproved numbers: what the breaker judges.</summary>
    ConversionMinute = 4,

    /// <summary>Of a calling code.</summary>
    CountryDay = 5,
    TotalDay = 6,

    /// <summary>Of a calling code and a reason.</summary>
    RefusedDay = 7,
}

/// <summary>One counter in one fixed window.</summary>
internal sealed class SpendCounterRow
{
    internal const int KeyLength = 64;

    public required SpendKind Kind { get; init; }

    /// <summary>See <see cref="SpendKeys"/>: never a number or an address in clear.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset WindowStart { get; init; }

    public long Count { get; set; }

    public long Verified { get; set; }

    public long Delivered { get; set; }

    /// <summary>Millionths of the gateway's currency.</summary>
    public long Micros { get; set; }

    internal static void Configure(EntityTypeBuilder<SpendCounterRow> counter)
    {
        counter.ToTable("spend_counters");
        counter.HasKey(c => new { c.Kind, c.Key, c.WindowStart });
        counter.Property(c => c.Key).HasMaxLength(KeyLength);
        counter.HasIndex(c => new { c.Kind, c.WindowStart });
    }
}
