namespace CleanAuth.TestKit;

/// <summary>
/// A clock that a test moves by hand. Timers still run in real time, so background work goes on; what the service does every few seconds, it
/// does every 200 ms, so that tests do not wait for it.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    private static readonly TimeSpan s_longestPoll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);

    private long _offsetTicks;
    private DateTimeOffset? _stoppedAt;

    public override DateTimeOffset GetUtcNow() => (_stoppedAt ?? base.GetUtcNow()) + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>From here on it stands still but for <see cref="Advance"/>, for a test that needs the exact moment.</summary>
    public void Stop() => _stoppedAt = base.GetUtcNow();

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Sooner(dueTime), Sooner(period));

    private static TimeSpan Sooner(TimeSpan wait) => wait > s_poll && wait <= s_longestPoll ? s_poll : wait;
}
