using CleanAuth.Domain.Otp;
using CleanAuth.Infrastructure.Sms.Webhooks;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>What a person is told of a message's state.</summary>
internal static class OutboxStates
{
    internal static ChallengeDelivery ToDelivery(OtpChallenge challenge, OtpChannel channel, OutboxState state, string? reason) => state switch
    {
        OutboxState.Queued or OutboxState.Claimed or OutboxState.Sending => new ChallengeDelivery(challenge, channel, OtpDelivery.Queued, null),
        OutboxState.Sent => new ChallengeDelivery(challenge, channel, OtpDelivery.Sent, null),
        OutboxState.Failed => new ChallengeDelivery(challenge, channel, OtpDelivery.Failed, DeliveryReason.FailureOf(reason)),
        OutboxState.Delivered => new ChallengeDelivery(challenge, channel, OtpDelivery.Delivered, null),
        OutboxState.Undelivered => new ChallengeDelivery(challenge, channel, OtpDelivery.Undelivered, DeliveryReason.FailureOf(reason)),
        OutboxState.Unknown => new ChallengeDelivery(challenge, channel, OtpDelivery.Unknown, null),
    };
}
