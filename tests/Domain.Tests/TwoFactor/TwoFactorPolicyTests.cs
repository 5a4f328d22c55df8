using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.TwoFactor;

public sealed class TwoFactorPolicyTests
{
    [Test]
    public void What_nobody_configured_demands_nothing()
    {
        var policy = new TwoFactorPolicy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That(policy.RequiredFor, Is.EqualTo(RequiredFor.None));
    }

    [TestCase(RequiredFor.None, false, 1)]
    [TestCase(RequiredFor.Administrators, false, 1, Description = "there are none yet")]
    [TestCase(RequiredFor.Everybody, true, 2)]
    public void Only_everybody_is_asked_for_now(RequiredFor requiredFor, bool isRequired, int leastLevel)
    {
        var policy = new TwoFactorPolicy { RequiredFor = requiredFor };

        Assert.That((policy.IsRequired, policy.LeastLevel), Is.EqualTo((isRequired, leastLevel)));
    }

    [TestCase(-1)]
    [TestCase(3)]
    public void A_number_that_is_no_choice_is_refused(int choice) =>
        Assert.That(PolicyCheck.Refused(new TwoFactorPolicy { RequiredFor = (RequiredFor)choice }), Is.EqualTo(new[] { nameof(TwoFactorPolicy.RequiredFor) }));
}
