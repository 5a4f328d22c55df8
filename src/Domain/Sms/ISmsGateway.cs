namespace CleanAuth.Domain.Sms;

/// <summary>Hands a message to a carrier. The seam to the network; an SMS is not idempotent, so nobody calls it twice for one message blindly.</summary>
public interface ISmsGateway
{
    /// <summary>Never throws for what the gateway or the network does: every fault is an <see cref="SmsOutcome"/>.</summary>
    Task<SmsOutcome> SendAsync(OutgoingSms message, CancellationToken ct);
}

/// <summary>What became of one attempt.</summary>
public enum SmsOutcomeKind
{
    /// <summary>The gateway took the message; <see cref="SmsOutcome.ProviderId"/> names it there.</summary>
    Accepted,

    /// <summary>The gateway refused it for good; sending it again would change nothing.</summary>
    Refused,

    /// <summary>The request certainly did not reach the gateway, or it asked to come back later: may be tried again.</summary>
    NotSent,

    /// <summary>The request left and no answer tells what happened: never sent again by itself.</summary>
    Unknown,
}

/// <param name="ProviderId">The gateway's name for the message, when accepted.</param>
/// <param name="Reason">A stable word for logs and metrics, such as <c>bad_request</c>; null when accepted.</param>
public sealed record SmsOutcome(SmsOutcomeKind Kind, string? ProviderId = null, string? Reason = null);
