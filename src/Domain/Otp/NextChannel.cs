namespace CleanAuth.Domain.Otp;

/// <summary>How the next code may travel when a message did not arrive.</summary>
public enum NextChannel
{
    /// <summary>Read out in a call.</summary>
    Voice,
}

/// <summary>What this service can send by besides SMS; settled once, at its start.</summary>
/// <param name="Voice">Whether codes are read out in calls.</param>
public sealed record OtpChannels(bool Voice)
{
    // Long enough for nearly every message that arrives at all.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>What to offer somebody who waits for a message; null while it may well come, or when there is nothing to offer.</summary>
    public NextChannel? After(ChallengeDelivery sent, DateTimeOffset now) => sent.Delivery switch
    {
        _ when !Voice => null,
        OtpDelivery.Delivered => null,
        OtpDelivery.Failed or OtpDelivery.Undelivered => NextChannel.Voice,
        _ => now - sent.Challenge.CreatedAt >= s_patience ? NextChannel.Voice : null,
    };
}
