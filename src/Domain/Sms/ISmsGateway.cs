namespace CleanAuth.Domain.Sms;

/// <summary>Hands a message to a carrier. The seam to the network; an SMS is not idempotent, so nobody calls it twice for one message blindly.</summary>
public interface ISmsGateway
{
    /// <summary>Never throws for what the gateway or the network does: every fault is a <see cref="SendOutcome"/>.</summary>
    /// <param name="leave">
    /// Called once, when the connection stands and before anything of the message is on it. False, or an exception: nothing may be sent. What it
    /// writes down therefore tells, after a crash, a message that certainly did not leave from one that may have.
    /// </param>
    Task<SendOutcome> SendAsync(OutgoingMessage message, Func<CancellationToken, Task<bool>> leave, CancellationToken ct);
}
