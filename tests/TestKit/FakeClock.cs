namespace CleanAuth.TestKit;

/// <summary>A clock that a test moves by hand; timers still run in real time, so background work goes on.</summary>
public sealed class FakeClock : TimeProvider
{
    private long _offsetTicks;
    private DateTimeOffset? _stoppedAt;

    public override DateTimeOffset GetUtcNow() => (_stoppedAt ?? base.GetUtcNow()) + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    /// <summary>From here on it stands still but for <see cref="Advance"/>, for a test that needs the exact moment.</summary>
    public void Stop() => _stoppedAt = base.GetUtcNow();

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);
}
