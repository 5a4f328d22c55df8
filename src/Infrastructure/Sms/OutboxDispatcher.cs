using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>
/// Sends what waits in the outbox, in every node: woken at once by <see cref="OutboxSignal"/>, with a slow poll for what other nodes left.
/// The gateway is called outside any transaction.
/// </summary>
internal sealed partial class OutboxDispatcher(
    IServiceScopeFactory scopes, ISmsGateway gateway, OutboxSignal signal, OutboxTexts texts, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    private const int Batch = 16;

    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await SendBatchAsync(stoppingToken) == Batch)
                {
                }

                await signal.WaitAsync(s_poll, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // An outage of the database must not end the dispatcher; what waits is still in the table.
                Failed(e);
                await signal.WaitAsync(s_poll, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> SendBatchAsync(CancellationToken ct)
    {
        var claimed = await InScopeAsync(async queue =>
        {
            var lost = await queue.GiveUpLostAsync(time.GetUtcNow(), ct);
            if (lost > 0)
            {
                Lost(lost);
            }

            return await queue.ClaimAsync(Batch, time.GetUtcNow());
        });
        await Task.WhenAll(claimed.Select(SendAsync));
        return claimed.Count;
    }

    // Not cancelled by a stopping host, which waits for the few seconds that the gateway has: a message that was taken and not finished
    // would count as unknown, and an unknown message is never sent again.
    private async Task SendAsync(OutboxMessageRow message)
    {
        var outcome = message.ExpiresAt <= time.GetUtcNow()
            ? new SmsOutcome(SmsOutcomeKind.Refused, Reason: "expired")
            : await gateway.SendAsync(ToSms(message), CancellationToken.None);
        if (outcome.Kind != SmsOutcomeKind.Accepted)
        {
            NotAccepted(message.Id, outcome.Kind, outcome.Reason);
        }

        await InScopeAsync(async queue =>
        {
            await queue.FinishAsync(message, outcome, time.GetUtcNow());
            return true;
        });
    }

    private OutgoingSms ToSms(OutboxMessageRow message) =>
        new(message.Id, PhoneNumber.Parse(message.Phone), texts.Unprotect(message.Id, message.ProtectedText!), message.ExpiresAt);

    private async Task<T> InScopeAsync<T>(Func<OutboxQueue, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<OutboxQueue>());
    }

    [LoggerMessage(EventId = 2100, Level = LogLevel.Error, Message = "The outbox could not be read or written; trying again")]
    private partial void Failed(Exception e);

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "{Count} messages were taken by a node that never told what became of them; they are not sent again")]
    private partial void Lost(int count);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Message {MessageId} was not accepted: {Outcome} ({Reason})")]
    private partial void NotAccepted(Guid messageId, SmsOutcomeKind outcome, string? reason);
}
