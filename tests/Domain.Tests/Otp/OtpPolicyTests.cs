using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Tests.Otp;

public sealed class OtpPolicyTests
{
    [Test]
    public void What_nobody_configured_is_as_the_product_says()
    {
        var policy = new OtpPolicy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That(policy.CodeLength, Is.EqualTo(6));
        Assert.That(policy.CodeLife, Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(policy.MaxTries, Is.EqualTo(5));
        Assert.That(policy.ResendGaps, Is.EqualTo(new[] { 30, 60, 120 }));
        Assert.That((policy.MaxSendsPer10Minutes, policy.MaxSendsPerDay), Is.EqualTo((5, 10)));
        Assert.That(policy.ProofLife, Is.EqualTo(TimeSpan.FromMinutes(10)));
    }

    [TestCase(nameof(OtpPolicy.CodeLength), 6, 10)]
    [TestCase(nameof(OtpPolicy.CodeSeconds), 60, 600)]
    [TestCase(nameof(OtpPolicy.MaxTries), 3, 10)]
    [TestCase(nameof(OtpPolicy.MaxSendsPer10Minutes), 1, 20)]
    [TestCase(nameof(OtpPolicy.MaxSendsPerDay), 1, 100)]
    [TestCase(nameof(OtpPolicy.ProofSeconds), 60, 600)]
    public void Each_number_is_taken_at_both_ends_of_its_range_and_refused_beyond(string member, int least, int most)
    {
        Assert.That(PolicyCheck.Refused(new OtpPolicy().With(member, least)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new OtpPolicy().With(member, most)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new OtpPolicy().With(member, least - 1)), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(new OtpPolicy().With(member, most + 1)), Is.EqualTo(new[] { member }));
    }

    [Test]
    public void No_number_is_without_a_range() => Assert.That(PolicyCheck.Unbounded(typeof(OtpPolicy)), Is.Empty);

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(10, true)]
    [TestCase(11, false)]
    public void There_are_one_to_ten_resend_gaps(int count, bool taken) =>
        Assert.That(PolicyCheck.Refused(new OtpPolicy { ResendSeconds = [.. Enumerable.Repeat(30, count)] }), taken ? Is.Empty : Is.EqualTo(new[] { nameof(OtpPolicy.ResendSeconds) }));

    [Test]
    public void Configured_gaps_replace_the_usual_ones() => Assert.That(new OtpPolicy { ResendSeconds = [10] }.ResendGaps, Is.EqualTo(new[] { 10 }));
}
