using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Tests.Sessions;

public sealed class SessionPolicyTests
{
    [Test]
    public void What_nobody_configured_is_as_the_product_says()
    {
        var policy = new SessionPolicy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That(policy.Idle, Is.EqualTo(TimeSpan.FromDays(14)));
        Assert.That(policy.Absolute, Is.EqualTo(TimeSpan.FromDays(90)));
        Assert.That(policy.AdminIdle, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(policy.AdminAbsolute, Is.EqualTo(TimeSpan.FromDays(1)));
        Assert.That(policy.RefreshGrace, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(policy.StepUp, Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(policy.SecondFactorTokenLife, Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(policy.EnrollmentTokenLife, Is.EqualTo(TimeSpan.FromMinutes(15)));
        Assert.That(policy.MaxPerAccount, Is.EqualTo(50));
        Assert.That(policy.Cache, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(policy.SecondFactorTokenTries, Is.EqualTo(10));
    }

    [TestCase(nameof(SessionPolicy.IdleSeconds), 3600, 7_776_000)]
    [TestCase(nameof(SessionPolicy.AbsoluteSeconds), 3600, 31_536_000)]
    [TestCase(nameof(SessionPolicy.AdminIdleSeconds), 300, 86_400)]
    [TestCase(nameof(SessionPolicy.AdminAbsoluteSeconds), 3600, 2_592_000)]
    [TestCase(nameof(SessionPolicy.RefreshGraceSeconds), 0, 60)]
    [TestCase(nameof(SessionPolicy.StepUpSeconds), 60, 3600)]
    [TestCase(nameof(SessionPolicy.SecondFactorTokenSeconds), 60, 900)]
    [TestCase(nameof(SessionPolicy.EnrollmentTokenSeconds), 60, 900)]
    [TestCase(nameof(SessionPolicy.MaxPerAccount), 1, 1000)]
    [TestCase(nameof(SessionPolicy.CacheSeconds), 0, 5)]
    [TestCase(nameof(SessionPolicy.SecondFactorTokenTries), 3, 10)]
    public void Each_number_is_taken_at_both_ends_of_its_range_and_refused_beyond(string member, int least, int most)
    {
        Assert.That(PolicyCheck.Refused(new SessionPolicy().With(member, least)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new SessionPolicy().With(member, most)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new SessionPolicy().With(member, least - 1)), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(new SessionPolicy().With(member, most + 1)), Is.EqualTo(new[] { member }));
    }

    [TestCase(Role.Admin, 23, 60, ExpectedResult = 60)]
    [TestCase(Role.Admin, 23.5, 60, ExpectedResult = 30)]
    [TestCase(Role.Admin, 0, 20, ExpectedResult = 20)]
    [TestCase(Role.User, 23.5, 120, ExpectedResult = 120)]
    public double An_administrator_s_session_ends_by_whatever_is_first_and_a_user_s_when_it_says(Role role, double hoursOld, double minutesLeft)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        return (new SessionPolicy().EndOf(role, now.AddHours(-hoursOld), now, now.AddMinutes(minutesLeft)) - now).TotalMinutes;
    }

    [Test]
    public void No_number_is_without_a_range() => Assert.That(PolicyCheck.Unbounded(typeof(SessionPolicy)), Is.Empty);
}
