namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>A clock that stands still, and one timer that fires when it is told to.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private readonly TaskCompletionSource<Action> _timer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timer.SetResult(() => callback(state));
        return new Handle();
    }

    /// <summary>Waits for the timer first: background work starts when it likes.</summary>
    internal async Task FireAsync() => (await _timer.Task.WaitAsync(TimeSpan.FromSeconds(10)))();

    private sealed class Handle : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
