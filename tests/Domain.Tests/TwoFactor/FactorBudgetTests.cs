using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.TwoFactor;

public sealed class FactorBudgetTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly BudgetPolicy s_usual = new();

    [Test]
    public void Ten_wrong_codes_are_free_and_each_further_one_doubles_the_delay_up_to_a_quarter_of_an_hour()
    {
        var budget = FactorBudget.Fresh;
        var waits = new List<double>();
        for (var failure = 1; failure <= 18; failure++)
        {
            budget = budget.Counted(s_usual, s_now);
            waits.Add(((budget.NextTryAt ?? s_now) - s_now).TotalSeconds);
        }

        Assert.That(waits, Is.EqualTo(new double[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900 }));
    }

    [Test]
    public void A_delay_is_told_to_the_tick_and_then_over()
    {
        var budget = new FactorBudget(10, s_now.AddSeconds(30));

        Assert.That(budget.Judge(s_usual, s_now.AddSeconds(30).AddTicks(-1))!.RetryAfter, Is.EqualTo(TimeSpan.FromTicks(1)));
        Assert.That(budget.Judge(s_usual, s_now.AddSeconds(30)), Is.Null);
        Assert.That(FactorBudget.Fresh.Judge(s_usual, s_now), Is.Null);
    }

    [Test]
    public void At_a_hundred_in_a_row_no_waiting_helps()
    {
        var almost = new FactorBudget(98, s_now).Counted(s_usual, s_now);
        var suspended = almost.Counted(s_usual, s_now);

        Assert.That(almost.IsSuspended(s_usual), Is.False);
        Assert.That(suspended.IsSuspended(s_usual), Is.True);
        Assert.That(suspended.Judge(s_usual, s_now.AddYears(1))!.Code, Is.EqualTo("factor_throttled"));
    }

    [Test]
    public void An_attacker_of_thirty_days_gets_at_most_a_hundred_guesses()
    {
        var (budget, at, guesses) = (FactorBudget.Fresh, s_now, 0);
        while (at < s_now.AddDays(30) && !budget.IsSuspended(s_usual))
        {
            Assert.That(budget.Judge(s_usual, at), Is.Null, "the attacker waits exactly as long as needed");
            budget = budget.Counted(s_usual, at);
            at = budget.NextTryAt ?? at;
            guesses++;
        }

        Assert.That(guesses, Is.EqualTo(100));
    }

    [Test]
    public void The_longest_delay_that_can_be_configured_is_reached_and_never_passed()
    {
        var policy = new BudgetPolicy { FreeFailures = 3, FirstDelaySeconds = 1, MaxDelaySeconds = 3600 };
        var budget = FactorBudget.Fresh;
        var longest = TimeSpan.Zero;
        for (var failure = 1; failure < policy.SuspendAt; failure++)
        {
            budget = budget.Counted(policy, s_now);
            longest = (budget.NextTryAt ?? s_now) - s_now;
            Assert.That(longest, Is.LessThanOrEqualTo(TimeSpan.FromHours(1)));
        }

        Assert.That(longest, Is.EqualTo(TimeSpan.FromHours(1)));
    }
}
