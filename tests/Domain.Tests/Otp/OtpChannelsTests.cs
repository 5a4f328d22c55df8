using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Tests.Otp;

public sealed class OtpChannelsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestCase(OtpDelivery.Queued, 59, false)]
    [TestCase(OtpDelivery.Queued, 60, true)]
    [TestCase(OtpDelivery.Sent, 59, false)]
    [TestCase(OtpDelivery.Sent, 60, true)]
    [TestCase(OtpDelivery.Unknown, 59, false)]
    [TestCase(OtpDelivery.Unknown, 60, true)]
    [TestCase(OtpDelivery.Failed, 0, true)]
    [TestCase(OtpDelivery.Undelivered, 0, true)]
    [TestCase(OtpDelivery.Delivered, 299, false)]
    public void After_a_message_a_call_is_offered_and_after_a_call_a_message_once_it_is_not_coming(OtpDelivery delivery, int seconds, bool offered)
    {
        var channels = new OtpChannels(Voice: true);

        Assert.That(channels.After(Sent(OtpChannel.Sms, delivery, seconds), s_now), Is.EqualTo(offered ? OtpChannel.Voice : (OtpChannel?)null));
        Assert.That(channels.After(Sent(OtpChannel.Voice, delivery, seconds), s_now), Is.EqualTo(offered ? OtpChannel.Sms : (OtpChannel?)null));
        Assert.That(new OtpChannels(Voice: false).After(Sent(OtpChannel.Sms, delivery, seconds), s_now), Is.Null);
    }

    [Test]
    public void Messages_are_always_offered_and_calls_where_there_are_any()
    {
        Assert.That(Enum.GetValues<OtpChannel>().Where(new OtpChannels(Voice: false).Offers), Is.EqualTo(new[] { OtpChannel.Sms }));
        Assert.That(Enum.GetValues<OtpChannel>().Where(new OtpChannels(Voice: true).Offers), Is.EqualTo(new[] { OtpChannel.Sms, OtpChannel.Voice }));
    }

    private static ChallengeDelivery Sent(OtpChannel channel, OtpDelivery delivery, int secondsAgo) => new(
        new OtpChallenge(ChallengeId.Generate(), new OtpScope(OtpPurpose.PhoneVerification), PhoneNumber.Parse("+447700900123"), "K7", s_now.AddSeconds(-secondsAgo), s_now.AddSeconds(300 - secondsAgo)),
        channel, delivery, null);
}
