using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>
/// Sends what waits in the outbox, in every node: woken at once by <see cref="OutboxSignal"/>, with a slow poll for what other nodes left.
/// One slow message holds up nothing but the next one to the same number.
/// </summary>
internal sealed partial class OutboxDispatcher(
    IServiceScopeFactory scopes, OutboxSender sender, GatewayCircuit circuit, OutboxSignal signal, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    // Plivo takes about 100 at a time from one account; several nodes share them.
    private const int MostAtOnce = 32;

    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private DateTimeOffset _nextErasure;

    public override void Dispose()
    {
        _room.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await GiveUpLostAsync(stoppingToken);
                await EraseExpiredAsync(stoppingToken);
                while (await SendSomeAsync(stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // An outage of the database must not end the dispatcher; what waits is still in the table.
                Failed(e);
            }

            await signal.WaitAsync(s_poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        for (var i = 0; i < MostAtOnce; i++)
        {
            await _room.WaitAsync(CancellationToken.None);
        }
    }

    /// <returns>True when there may be more than there was room for.</returns>
    private async Task<bool> SendSomeAsync(CancellationToken ct)
    {
        if (circuit.IsOpen)
        {
            return false;
        }

        var room = await TakeRoomAsync(ct);
        var claimed = 0;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var message in await scope.ServiceProvider.GetRequiredService<OutboxQueue>().ClaimAsync(room, time.GetUtcNow()))
            {
                claimed++;
                _ = SendAsync(message);
            }
        }
        finally
        {
            Give(room - claimed);
        }

        return claimed == room;
    }

    private async Task<int> TakeRoomAsync(CancellationToken ct)
    {
        await _room.WaitAsync(ct);
        var room = 1;
        while (_room.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            room++;
        }

        return room;
    }

    private void Give(int room)
    {
        if (room > 0)
        {
            _room.Release(room);
        }
    }

    private async Task SendAsync(OutboxMessageRow message)
    {
        try
        {
            if (await sender.SendAsync(message))
            {
                signal.Wake();
            }
        }
        catch (Exception e)
        {
            Unstored(e, message.Id);
        }
        finally
        {
            Give(1);
        }
    }

    private async Task GiveUpLostAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var lost = await scope.ServiceProvider.GetRequiredService<OutboxQueue>().GiveUpLostAsync(time.GetUtcNow(), ct);
        if (lost > 0)
        {
            Lost(lost);
        }
    }

    // Not at every message: the happy path is spared the question.
    private async Task EraseExpiredAsync(CancellationToken ct)
    {
        if (time.GetUtcNow() is var now && now >= _nextErasure)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OutboxQueue>().EraseExpiredAsync(now, ct);
            _nextErasure = now + s_poll;
        }
    }

    [LoggerMessage(EventId = 2100, Level = LogLevel.Error, Message = "The outbox could not be read or written; trying again")]
    private partial void Failed(Exception e);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "{Count} messages were leaving when their node was lost; nobody knows what became of them, and they are not sent again")]
    private partial void Lost(int count);

    [LoggerMessage(EventId = 2104, Level = LogLevel.Error, Message = "What became of message {MessageId} could not be stored. After its lease it is sent again if it certainly did not leave, and else counts as unknown")]
    private partial void Unstored(Exception e, Guid messageId);
}
