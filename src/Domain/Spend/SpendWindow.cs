namespace CleanAuth.Domain.Spend;

/// <summary>The fixed windows of UTC that counters belong to.</summary>
public static class SpendWindow
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The beginning of the window that <paramref name="at"/> is in.</summary>
    /// <param name="length">One of the above.</param>
    public static DateTimeOffset StartOf(TimeSpan length, DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % length.Ticks), TimeSpan.Zero);

    /// <summary>How long the window lasts from <paramref name="at"/> on; never nothing.</summary>
    public static TimeSpan LeftOf(TimeSpan length, DateTimeOffset at) => StartOf(length, at) + length - at;
}
