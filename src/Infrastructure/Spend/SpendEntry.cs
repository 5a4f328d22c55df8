using CleanAuth.Domain.Spend;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>What is added to one counter.</summary>
internal sealed record SpendEntry(SpendKind Kind, string Key, DateTimeOffset WindowStart, long Count = 0, long Verified = 0, long Delivered = 0, long Micros = 0)
{
    /// <summary>To the counter of the window that <paramref name="at"/> is in.</summary>
    internal static SpendEntry At(SpendKind kind, string key, DateTimeOffset at) => new(kind, key, SpendWindow.StartOf(LengthOf(kind), at));

    private static TimeSpan LengthOf(SpendKind kind) => kind switch
    {
        SpendKind.ConversionMinute => SpendWindow.Minute,
        SpendKind.ClientHour or SpendKind.PrefixHour => SpendWindow.Hour,
        SpendKind.AccountDay or SpendKind.CountryDay or SpendKind.TotalDay or SpendKind.RefusedDay => SpendWindow.Day,
    };
}
