using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Tests.Login;

public sealed class PasswordBudgetTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PasswordBudgetPolicy s_usual = new();

    [Test]
    public void From_the_fifth_wrong_password_on_each_doubles_the_delay_from_one_second_to_a_quarter_of_an_hour()
    {
        var (budget, waits) = (PasswordBudget.Fresh, new List<double>());
        for (var failure = 1; failure <= 17; failure++)
        {
            budget = budget.Counted(s_usual, s_now);
            waits.Add(((budget.NextTryAt ?? s_now) - s_now).TotalSeconds);
        }

        Assert.That(waits, Is.EqualTo(new double[] { 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900 }));
    }

    [Test]
    public void A_delay_is_told_to_the_tick_and_then_over()
    {
        var budget = new PasswordBudget(5, s_now.AddSeconds(1), s_now, RefusalNoted: false);

        Assert.That(budget.Judge(s_usual, s_now.AddSeconds(1).AddTicks(-1))!.RetryAfter, Is.EqualTo(TimeSpan.FromTicks(1)));
        Assert.That(budget.Judge(s_usual, s_now.AddSeconds(1)), Is.Null);
        Assert.That(PasswordBudget.Fresh.Judge(s_usual, s_now), Is.Null);
    }

    [Test]
    public void A_stranger_of_a_year_gets_at_most_a_hundred_guesses_in_thirty_days()
    {
        var (budget, at, guesses) = (PasswordBudget.Fresh, s_now, new List<DateTimeOffset>());
        while (at < s_now.AddDays(365))
        {
            if (budget.Judge(s_usual, at) is { } refusal)
            {
                // Waits as it is told.
                at += refusal.RetryAfter!.Value;
                continue;
            }

            budget = budget.Counted(s_usual, at);
            guesses.Add(at);
        }

        Assert.That(guesses.Count(guess => guess < s_now.AddDays(30)), Is.EqualTo(100));
        Assert.That(guesses, Has.Count.LessThanOrEqualTo(100 * 13));
    }

    [Test]
    public void A_closed_counter_opens_again_after_thirty_days_without_another_wrong_password_and_begins_anew()
    {
        var closed = new PasswordBudget(99, null, s_now, RefusalNoted: true).Counted(s_usual, s_now);

        Assert.That(closed.Judge(s_usual, s_now.AddDays(30).AddTicks(-1))!.RetryAfter, Is.EqualTo(TimeSpan.FromDays(1)));
        Assert.That(closed.Judge(s_usual, s_now.AddDays(30)), Is.Null);
        Assert.That(closed.Counted(s_usual, s_now.AddDays(30)), Is.EqualTo(new PasswordBudget(1, null, s_now.AddDays(30), RefusalNoted: false)));
    }

    [Test]
    public void Strangers_each_network_and_each_session_are_different_counters_and_print_nothing()
    {
        var email = EmailAddress.Parse("ann@example.com");
        PasswordCounter[] counters =
        [
            PasswordCounter.OfStrangers(email), PasswordCounter.OfNetwork(email, "192.0.2.0/24"), PasswordCounter.OfNetwork(email, "198.51.100.0/24"),
            PasswordCounter.OfSession(email, new SessionId(Guid.NewGuid())), PasswordCounter.OfStrangers(EmailAddress.Parse("bob@example.com")),
        ];

        Assert.That(counters, Is.Unique);
        Assert.That(counters.Select(counter => counter.ToString()), Has.All.EqualTo("PasswordCounter(***)"));
    }
}
