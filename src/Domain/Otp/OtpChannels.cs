namespace CleanAuth.Domain.Otp;

/// <summary>What this service can send by besides SMS; settled once, at its start.</summary>
/// <param name="Voice">Whether codes are read out in calls.</param>
public sealed record OtpChannels(bool Voice)
{
    // Long enough for nearly every message that arrives at all.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public bool Offers(OtpChannel channel) => channel == OtpChannel.Sms || Voice;

    /// <summary>What to offer somebody who waits for a message; null while it may well come, or when there is nothing to offer.</summary>
    public OtpChannel? After(ChallengeDelivery sent, DateTimeOffset now)
    {
        var other = sent.Channel == OtpChannel.Voice ? OtpChannel.Sms : OtpChannel.Voice;
        return Offers(other) && IsNotComing(sent, now) ? other : null;
    }

    private static bool IsNotComing(ChallengeDelivery sent, DateTimeOffset now) => sent.Delivery switch
    {
        OtpDelivery.Delivered => false,
        OtpDelivery.Failed or OtpDelivery.Undelivered => true,
        _ => now - sent.Challenge.CreatedAt >= s_patience,
    };
}
