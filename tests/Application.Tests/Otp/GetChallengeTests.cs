using CleanAuth.Application.Otp;
using CleanAuth.Domain;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using Moq;

namespace CleanAuth.Application.Tests.Otp;

public sealed class GetChallengeTests
{
    private readonly Mock<IOtpChallenges> _challenges = new(MockBehavior.Strict);
    private readonly FixedClock _clock = new();

    private static IEnumerable<TestCaseData> Lanes() =>
    [
        new(new OtpScope(OtpPurpose.PhoneVerification), SendLane.Anonymous),
        new(new OtpScope(OtpPurpose.PhoneVerification, Some.AccountId), SendLane.NewNumber),
        new(new OtpScope(OtpPurpose.SecondFactor, Some.AccountId, Some.LoginId), SendLane.OwnNumber),
    ];

    [TestCaseSource(nameof(Lanes))]
    public async Task It_tells_what_became_of_the_message_and_when_its_lane_takes_another(OtpScope scope, SendLane lane)
    {
        var challenge = Some.Challenge(scope, _clock.Now.AddSeconds(-10));
        Finds(new ChallengeDelivery(challenge, OtpChannel.Sms, OtpDelivery.Failed, DeliveryFailure.Country));
        _challenges.Setup(c => c.SendsAsync(Some.Phone, lane, _clock.Now, Some.Ct)).ReturnsAsync(new SendHistory(lane, 1, [_clock.Now.AddSeconds(-10)]));

        var state = (await GetAsync()).Value;

        Assert.That(state, Is.EqualTo(new ChallengeState(OtpDelivery.Failed, DeliveryFailure.Country, _clock.Now.AddSeconds(20), challenge.ExpiresAt)));
    }

    [Test]
    public async Task When_nothing_has_to_be_waited_for_the_next_send_is_allowed_now()
    {
        Finds(new ChallengeDelivery(Some.Challenge(new OtpScope(OtpPurpose.PhoneVerification), _clock.Now.AddSeconds(-60)), OtpChannel.Sms, OtpDelivery.Sent, null));
        _challenges.Setup(c => c.SendsAsync(Some.Phone, SendLane.Anonymous, _clock.Now, Some.Ct)).ReturnsAsync(new SendHistory(SendLane.Anonymous, 1, [_clock.Now.AddSeconds(-60)]));

        Assert.That((await GetAsync()).Value.ResendAt, Is.EqualTo(_clock.Now));
    }

    [TestCase(OtpDelivery.Queued, 59, null)]
    [TestCase(OtpDelivery.Queued, 60, OtpChannel.Voice)]
    [TestCase(OtpDelivery.Sent, 59, null)]
    [TestCase(OtpDelivery.Sent, 60, OtpChannel.Voice)]
    [TestCase(OtpDelivery.Unknown, 59, null)]
    [TestCase(OtpDelivery.Unknown, 61, OtpChannel.Voice)]
    [TestCase(OtpDelivery.Failed, 0, OtpChannel.Voice)]
    [TestCase(OtpDelivery.Undelivered, 0, OtpChannel.Voice)]
    [TestCase(OtpDelivery.Delivered, 0, null)]
    [TestCase(OtpDelivery.Delivered, 299, null)]
    public async Task A_call_is_offered_when_the_message_did_not_arrive_or_a_minute_passed_and_only_where_there_are_calls(OtpDelivery delivery, int seconds, OtpChannel? next)
    {
        Finds(new ChallengeDelivery(Some.Challenge(new OtpScope(OtpPurpose.PhoneVerification), _clock.Now.AddSeconds(-seconds)), OtpChannel.Sms, delivery, null));
        _challenges.Setup(c => c.SendsAsync(Some.Phone, SendLane.Anonymous, _clock.Now, Some.Ct)).ReturnsAsync(new SendHistory(SendLane.Anonymous, 0, []));

        Assert.That((await GetAsync()).Value.NextChannel, Is.Null);
        Assert.That((await GetAsync(voice: true)).Value.NextChannel, Is.EqualTo(next));
    }

    [Test]
    public async Task An_unknown_id_is_not_found_and_nothing_else_is_asked()
    {
        Finds(null);

        Assert.That((await GetAsync()).Error, Is.EqualTo(OtpErrors.ChallengeNotFound));
    }

    private Task<Result<ChallengeState>> GetAsync(bool voice = false) =>
        new GetChallengeHandler(_challenges.Object, Mock.Of<IResetChallenges>(), new OtpPolicy(), new OtpChannels(voice), _clock).Handle(new GetChallengeQuery(Some.ChallengeId), Some.Ct);

    private void Finds(ChallengeDelivery? delivery) => _challenges.Setup(c => c.FindDeliveryAsync(Some.ChallengeId, _clock.Now, Some.Ct)).ReturnsAsync(delivery);
}
