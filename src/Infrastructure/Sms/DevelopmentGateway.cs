using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Stands in for the carrier in Development without credentials: keeps messages and calls in a folder and shows them on the console.</summary>
internal sealed class DevelopmentGateway(DevelopmentOutbox outbox, TimeProvider time, ILogger<DevelopmentGateway> logger) : ISmsGateway, IVoiceGateway
{
    public bool IsOffered => true;

    // There is nobody to press a key: a call is as good as taken.
    public Task<SendOutcome> CallAsync(OutgoingMessage message, Func<CancellationToken, Task<bool>> leave, CancellationToken ct) => SendAsync(message, leave, ct);

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, Func<CancellationToken, Task<bool>> leave, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!await leave(ct))
        {
            return new SendOutcome(SendOutcomeKind.NotSent, Reason: "taken_over");
        }

        try
        {
            outbox.Write(new DevelopmentMessage(message.Id, message.Channel, message.To.Value, message.Text, time.GetUtcNow()));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.OutboxUnwritable(fault.GetType().Name);
            return new SendOutcome(SendOutcomeKind.NotSent, Reason: "outbox_unwritable");
        }

        // The one place that may log a code: here the console is the developer's phone, and no code of this gateway guards anything real.
        logger.Kept(message);
        return new SendOutcome(SendOutcomeKind.Accepted, $"dev-{message.Id}");
    }
}
