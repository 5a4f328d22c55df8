namespace CleanAuth.Domain.Sms;

/// <summary>What became of one attempt.</summary>
public enum SendOutcomeKind
{
    /// <summary>The gateway took the message; <see cref="SendOutcome.ProviderId"/> names it there.</summary>
    Accepted,

    /// <summary>The gateway refused it for good; sending it again would change nothing.</summary>
    Refused,

    /// <summary>The request certainly did not reach the gateway, or it asked to come back later: may be tried again.</summary>
    NotSent,

    /// <summary>The request left and no answer tells what happened: never sent again by itself.</summary>
    Unknown,
}

/// <summary>What one attempt came to, and why.</summary>
/// <param name="ProviderId">The gateway's name for the message, when accepted.</param>
/// <param name="Reason">A stable word for logs and metrics, such as <c>bad_request</c>; null when accepted.</param>
public sealed record SendOutcome(SendOutcomeKind Kind, string? ProviderId = null, string? Reason = null);
