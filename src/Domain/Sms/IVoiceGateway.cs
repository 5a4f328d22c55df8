namespace CleanAuth.Domain.Sms;

/// <summary>
/// Has a carrier call a person. The call itself says nothing of the message: its words are asked for when somebody takes it. A call is not
/// idempotent, so nobody asks for it twice for one message blindly.
/// </summary>
public interface IVoiceGateway
{
    /// <summary>Whether the service is set up for calls.</summary>
    bool IsOffered { get; }

    /// <summary>Never throws for what the gateway or the network does: every fault is a <see cref="SendOutcome"/>.</summary>
    /// <param name="leave">As for <see cref="ISmsGateway.SendAsync"/>.</param>
    Task<SendOutcome> CallAsync(OutgoingMessage message, Func<CancellationToken, Task<bool>> leave, CancellationToken ct);
}
