using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.Passwords;

public sealed class ResetBudgetTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly BudgetPolicy s_usual = new();

    [Test]
    public void Ten_wrong_codes_are_free_and_each_further_one_doubles_the_delay_up_to_a_quarter_of_an_hour()
    {
        var budget = ResetBudget.Fresh;
        var waits = new List<double>();
        for (var failure = 1; failure <= 16; failure++)
        {
            budget = budget.Counted(Door(Factor.Sms, isKnown: false), s_usual, s_now);
            waits.Add(((budget.NextTryAt ?? s_now) - s_now).TotalSeconds);
        }

        Assert.That(waits, Is.EqualTo(new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900 }));
    }

    [TestCase(Factor.Sms, false, 24 * 3600)]
    [TestCase(Factor.Sms, true, 900)]
    [TestCase(Factor.RecoveryCode, false, 900)]
    public void At_a_hundred_codes_by_SMS_are_closed_to_unknown_sources_for_a_day_and_to_nobody_else(Factor proof, bool isKnown, int seconds)
    {
        var almost = new ResetBudget(98, s_now).Counted(Door(proof, isKnown), s_usual, s_now);
        var hundred = almost.Counted(Door(proof, isKnown), s_usual, s_now);

        Assert.That(almost.NextTryAt, Is.EqualTo(s_now.AddSeconds(900)));
        Assert.That(hundred.NextTryAt, Is.EqualTo(s_now.AddSeconds(seconds)));
        Assert.That(hundred.Judge(s_now)!.Code, Is.EqualTo("reset_throttled"));
        Assert.That(hundred.Judge(s_now.AddSeconds(seconds)), Is.Null);
    }

    private static ResetDoor Door(Factor proof, bool isKnown) => new(new AccountId(Guid.Empty), proof, isKnown);
}
