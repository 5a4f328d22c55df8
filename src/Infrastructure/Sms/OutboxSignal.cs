using System.Threading.Channels;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Wakes this process's dispatcher, so that a message does not wait for the next poll.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _waiting = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal void Wake() => _waiting.Writer.TryWrite(true);

    /// <summary>Returns when something was signalled or <paramref name="poll"/> has passed.</summary>
    internal async Task WaitAsync(TimeSpan poll, TimeProvider time, CancellationToken ct)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var signalled = _waiting.Reader.WaitToReadAsync(wait.Token).AsTask();
        await Task.WhenAny(signalled, Task.Delay(poll, time, wait.Token));
        await wait.CancelAsync();
        _waiting.Reader.TryRead(out _);
        ct.ThrowIfCancellationRequested();
    }
}
