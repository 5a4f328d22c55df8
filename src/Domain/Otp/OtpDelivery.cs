namespace CleanAuth.Domain.Otp;

/// <summary>Where a message stands.</summary>
public enum OtpDelivery
{
    /// <summary>It waits for the gateway.</summary>
    Queued,

    /// <summary>The gateway took it.</summary>
    Sent,

    /// <summary>It arrived, says the gateway. Not every country's networks say so.</summary>
    Delivered,

    /// <summary>The gateway took it, and it did not arrive.</summary>
    Undelivered,

    /// <summary>It was not taken and will not be sent.</summary>
    Failed,

    /// <summary>It may have been sent; nobody knows, and it is not sent again by itself.</summary>
    Unknown,
}

/// <summary>Why a message did not arrive, as coarse as a person needs it.</summary>
public enum DeliveryFailure
{
    /// <summary>The number takes no messages.</summary>
    Number,

    /// <summary>The gateway sends no messages to that country.</summary>
    Country,

    /// <summary>The gateway was away or refused for reasons of its own.</summary>
    Gateway,

    /// <summary>Whoever has the number asked for no more messages; another factor or a reply of START helps.</summary>
    OptedOut,

    /// <summary>Nobody took the call, or nobody pressed its key.</summary>
    Unanswered,
}

/// <summary>A challenge and what became of its message.</summary>
public sealed record ChallengeDelivery(OtpChallenge Challenge, OtpChannel Channel, OtpDelivery Delivery, DeliveryFailure? Failure);
