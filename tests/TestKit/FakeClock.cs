namespace CleanAuth.TestKit;

/// <summary>A clock that a test moves by hand; timers still run in real time, so background work goes on.</summary>
public sealed class FakeClock : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);
}
