using CleanAuth.Domain.Login;

namespace CleanAuth.Domain.Tests.Login;

public sealed class PasswordBudgetPolicyTests
{
    [Test]
    public void What_nobody_configured_is_as_the_product_says()
    {
        var policy = new PasswordBudgetPolicy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That((policy.FreeFailures, policy.FirstDelaySeconds, policy.MaxDelaySeconds, policy.CloseAt), Is.EqualTo((5, 1, 900, 100)));
    }

    [TestCase(nameof(PasswordBudgetPolicy.FreeFailures), 3, 20)]
    [TestCase(nameof(PasswordBudgetPolicy.FirstDelaySeconds), 1, 300)]
    [TestCase(nameof(PasswordBudgetPolicy.MaxDelaySeconds), 60, 3600)]
    [TestCase(nameof(PasswordBudgetPolicy.CloseAt), 20, 100, Description = "NIST allows no more than 100")]
    public void Each_number_is_taken_at_both_ends_of_its_range_and_refused_beyond(string member, int least, int most)
    {
        Assert.That(PolicyCheck.Refused(new PasswordBudgetPolicy().With(member, least)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new PasswordBudgetPolicy().With(member, most)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new PasswordBudgetPolicy().With(member, least - 1)), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(new PasswordBudgetPolicy().With(member, most + 1)), Is.EqualTo(new[] { member }));
    }

    [Test]
    public void No_number_is_without_a_range() => Assert.That(PolicyCheck.Unbounded(typeof(PasswordBudgetPolicy)), Is.Empty);
}
