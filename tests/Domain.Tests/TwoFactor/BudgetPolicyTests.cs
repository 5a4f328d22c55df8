using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.TwoFactor;

public sealed class BudgetPolicyTests
{
    [Test]
    public void What_nobody_configured_is_as_the_product_says()
    {
        var policy = new BudgetPolicy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That((policy.FreeFailures, policy.FirstDelaySeconds, policy.MaxDelaySeconds, policy.SuspendAt), Is.EqualTo((10, 30, 900, 100)));
    }

    [TestCase(nameof(BudgetPolicy.FreeFailures), 3, 20)]
    [TestCase(nameof(BudgetPolicy.FirstDelaySeconds), 1, 300)]
    [TestCase(nameof(BudgetPolicy.MaxDelaySeconds), 60, 3600)]
    [TestCase(nameof(BudgetPolicy.SuspendAt), 20, 100, Description = "NIST allows no more than 100")]
    public void Each_number_is_taken_at_both_ends_of_its_range_and_refused_beyond(string member, int least, int most)
    {
        Assert.That(PolicyCheck.Refused(new BudgetPolicy().With(member, least)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new BudgetPolicy().With(member, most)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new BudgetPolicy().With(member, least - 1)), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(new BudgetPolicy().With(member, most + 1)), Is.EqualTo(new[] { member }));
    }

    [Test]
    public void No_number_is_without_a_range() => Assert.That(PolicyCheck.Unbounded(typeof(BudgetPolicy)), Is.Empty);
}
