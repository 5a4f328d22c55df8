namespace CleanAuth.Domain.Security;

internal static class DoublingDelay
{
    // Beyond so many doublings of one second the longest delay that can be configured is reached.
    private const int Enough = 12;

    /// <summary><paramref name="firstSeconds"/> times two to the power of <paramref name="doublings"/>, and never more than <paramref name="maxSeconds"/>.</summary>
    internal static TimeSpan Of(int doublings, int firstSeconds, int maxSeconds) =>
        TimeSpan.FromSeconds(Math.Min((long)firstSeconds << Math.Min(doublings, Enough), maxSeconds));
}
