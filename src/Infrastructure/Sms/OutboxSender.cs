using System.Security.Cryptography;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Takes one claimed message to the gateway and stores what became of it. The gateway is called outside any transaction.</summary>
internal sealed partial class OutboxSender(
    IServiceScopeFactory scopes, ISmsGateway sms, IVoiceGateway voice, GatewayCircuit circuit, OutboxTexts texts, TimeProvider time, ILogger<OutboxSender> logger)
{
    private const int LongestWaitSeconds = 15;

    // The outcome is known here only: a deadlock or a short outage of the database must not turn it into "unknown". About a minute in all.
    private readonly ResiliencePipeline _storing = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(Outage.Caused),
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(10),
        MaxRetryAttempts = 12,
        UseJitter = true,
    }).Build();

    /// <returns>True when another message waits for the same number.</returns>
    internal async Task<bool> SendAsync(OutboxMessageRow message)
    {
        var outcome = await AttemptAsync(message);
        var now = time.GetUtcNow();
        if (outcome.Kind != SendOutcomeKind.NotSent || RetryAt(message, now) is not { } retryAt)
        {
            return await StoreAsync(queue => queue.FinishAsync(message, outcome, now));
        }

        Waits(message.Id, outcome.Reason, retryAt);
        return await StoreAsync(async queue =>
        {
            await queue.RetryAsync(message, outcome.Reason, retryAt);
            return false;
        });
    }

    // Not cancelled by a stopping host, which waits for the few seconds that the gateway has: a message that left and was not finished counts
    // as unknown, and an unknown message is never sent again.
    private async Task<SendOutcome> AttemptAsync(OutboxMessageRow message)
    {
        // Another node's clock may have erased the text already.
        if (message.ProtectedText is not { } hidden || message.ExpiresAt <= time.GetUtcNow())
        {
            return new SendOutcome(SendOutcomeKind.Refused, Reason: "expired");
        }

        // Only a message that waited can have been replaced: the happy path is spared the question.
        if (message.Attempts > 1 && await InScopeAsync(queue => queue.IsReplacedAsync(message, CancellationToken.None)))
        {
            return new SendOutcome(SendOutcomeKind.Refused, Reason: "superseded");
        }

        try
        {
            var text = texts.Unprotect(message.Id, hidden);
            var outgoing = new OutgoingMessage(message.Id, message.Channel, PhoneNumber.Parse(message.Phone), text, message.ExpiresAt) { Voice = message.Voice };
            return await circuit.RunAsync(() => HandOverAsync(outgoing, ct => InScopeAsync(queue => queue.LeaveAsync(message, time.GetUtcNow(), ct))));
        }
        catch (CryptographicException fault)
        {
            Unreadable(fault, message.Id);
            return new SendOutcome(SendOutcomeKind.Refused, Reason: "key_lost");
        }
    }

    private Task<SendOutcome> HandOverAsync(OutgoingMessage message, Func<CancellationToken, Task<bool>> leave) => message.Channel switch
    {
        OtpChannel.Sms => sms.SendAsync(message, leave, CancellationToken.None),
        OtpChannel.Voice => voice.CallAsync(message, leave, CancellationToken.None),
    };

    // 1, 2, 4 … 15 s, of which a half is chance: nodes and messages that were refused together must not come back together.
    private static DateTimeOffset? RetryAt(OutboxMessageRow message, DateTimeOffset now)
    {
        var longest = 1000 * Math.Min(1 << Math.Min(message.Attempts - 1, 10), LongestWaitSeconds);
        var retryAt = now + TimeSpan.FromMilliseconds((longest / 2) + RandomNumberGenerator.GetInt32(longest / 2));
        return retryAt < message.ExpiresAt ? retryAt : null;
    }

    private Task<bool> StoreAsync(Func<OutboxQueue, Task<bool>> work) => _storing.ExecuteAsync(async _ => await InScopeAsync(work)).AsTask();

    private async Task<bool> InScopeAsync(Func<OutboxQueue, Task<bool>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<OutboxQueue>());
    }

    [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "Message {MessageId} did not leave ({Reason}); again at {RetryAt}")]
    private partial void Waits(Guid messageId, string? reason, DateTimeOffset retryAt);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Error, Message = "The text of message {MessageId} does not open with the keys at hand")]
    private partial void Unreadable(Exception fault, Guid messageId);
}
