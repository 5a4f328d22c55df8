using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;

namespace CleanAuth.Domain.Tests.Spend;

public sealed class SpendJudgeTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 1, 22, 45, 30, TimeSpan.Zero);
    private static readonly SmsPolicy s_sms = new() { Domain = "example.com", MaxWaiting = 100 };
    private static readonly SpendPolicy s_policy = new()
    {
        MaxPerPrefixPerHour = 3,
        MaxPerClientPerHour = 4,
        MaxPerAccountPerDay = 5,
        DayCap = 10,
        CountryDayCap = 2,
        BreakerSample = 10,
        BreakerPercent = 20,
        UnprovedPercent = 100,
    };

    private static readonly GateState s_quiet = new(IsOff: false, Waiting: 0, Sent: 0, Verified: 0);
    private static readonly SpendCounts s_nothing = new(0, 0, 0, default, default);

    [Test]
    public void A_quiet_day_refuses_nothing()
    {
        Assert.That(Judge(s_quiet), Is.Null);
        Assert.That(Judge(s_nothing), Is.Null);
    }

    [Test]
    public void The_kill_switch_goes_before_everything()
    {
        var refusal = Judge(new GateState(IsOff: true, Waiting: 1000, Sent: 1000, Verified: 0))!;

        Assert.That((refusal.Reason, refusal.Error), Is.EqualTo((RefusalReason.KillSwitch, SpendErrors.SwitchedOff)));
    }

    [TestCase(99, false)]
    [TestCase(100, true)]
    public void So_many_may_wait_and_no_more(int waiting, bool refused) =>
        Assert.That(Judge(s_quiet with { Waiting = waiting })?.Reason, Is.EqualTo(refused ? RefusalReason.OutboxFull : (RefusalReason?)null));

    [TestCase(9, 0, false, Description = "too few to judge")]
    [TestCase(10, 0, true)]
    [TestCase(10, 1, true)]
    [TestCase(10, 2, false, Description = "exactly a fifth")]
    [TestCase(1000, 199, true)]
    [TestCase(1000, 200, false)]
    public void The_breaker_opens_below_a_fifth_of_a_sample(int sent, int verified, bool opens)
    {
        var refusal = Judge(s_quiet with { Sent = sent, Verified = verified });

        Assert.That(refusal?.Reason, Is.EqualTo(opens ? RefusalReason.Breaker : (RefusalReason?)null));
        Assert.That(refusal?.Error.RetryAfter, Is.EqualTo(opens ? TimeSpan.FromSeconds(30) : (TimeSpan?)null), "the next minute brings another sum");
    }

    [Test]
    public void Proved_numbers_have_no_breaker() => Assert.That(Judge(s_quiet with { Sent = 1000, IsProved = true }), Is.Null);

    [TestCase(8, false)]
    [TestCase(9, true)]
    public void Strangers_take_four_fifths_of_the_money_and_second_factors_the_rest(int spent, bool refused)
    {
        var policy = new SpendPolicy { DayCap = 10, CountryDayCap = 10, UnprovedPercent = 80 };
        var counts = s_nothing with { Country = Money.Of(spent), Total = Money.Of(spent) };

        Assert.That(SpendJudge.Judge(counts, policy, s_at) is not null, Is.EqualTo(refused));
        Assert.That(SpendJudge.Judge(counts with { IsByOwner = true }, policy, s_at), Is.Null);
    }

    [Test]
    public void A_breaker_of_0_percent_never_opens() =>
        Assert.That(SpendJudge.Judge(s_quiet with { Sent = 1000 }, new SpendPolicy { BreakerPercent = 0 }, s_sms, s_at), Is.Null);

    [Test]
    public void The_breaker_judges_whole_minutes_of_its_window_without_the_youngest()
    {
        var (from, until) = SpendJudge.Judged(new SpendPolicy { BreakerWindowMinutes = 60, BreakerGraceMinutes = 5 }, s_at);

        Assert.That((from, until), Is.EqualTo((At(21, 45), At(22, 40))));
    }

    private static IEnumerable<TestCaseData> Caps() =>
    [
        new(s_nothing with { Prefix = 3 }, s_nothing with { Prefix = 4 }, RefusalReason.PrefixCap, "send_limit_reached", 14.5, "sends-range-hour"),
        new(s_nothing with { Client = 4 }, s_nothing with { Client = 5 }, RefusalReason.ClientCap, "rate_limited", 14.5, "sends-client-hour"),
        new(s_nothing with { Account = 5 }, s_nothing with { Account = 6 }, RefusalReason.AccountCap, "send_limit_reached", 74.5, "sends-account-day"),
        new(s_nothing with { Country = Money.Of(2) }, s_nothing with { Country = new Money(2_000_001) }, RefusalReason.CountryDayCap, "sms_disabled", 74.5, null),
        new(s_nothing with { Total = Money.Of(10) }, s_nothing with { Total = new Money(10_000_001) }, RefusalReason.DayCap, "sms_disabled", 74.5, null),
    ];

    [TestCaseSource(nameof(Caps))]
    public void A_cap_may_be_reached_and_not_passed_and_the_wait_ends_with_its_window(
        SpendCounts reached, SpendCounts passed, RefusalReason reason, string code, double minutes, string? limit)
    {
        Assert.That(Judge(reached), Is.Null);

        var refusal = Judge(passed)!;
        Assert.That((refusal.Reason, refusal.Error.Code, refusal.Error.Limit?.Name), Is.EqualTo((reason, code, limit)));
        Assert.That(refusal.Error.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(minutes)));
    }

    [Test]
    public void A_cap_of_no_money_refuses_the_first_message() =>
        Assert.That(SpendJudge.Judge(s_nothing with { Total = Money.Of(0.05m) }, new SpendPolicy { DayCap = 0 }, s_at)?.Reason, Is.EqualTo(RefusalReason.DayCap));

    [Test]
    public void In_shadow_the_guards_own_judgements_give_way_and_nothing_else()
    {
        var holds = Enum.GetValues<RefusalReason>().Where(reason => new SpendRefusal(reason, SpendErrors.OutboxFull).HoldsInShadow);

        Assert.That(holds, Is.EqualTo(new[]
        {
            RefusalReason.PhoneNumberNotSupported, RefusalReason.CountryNotAllowed, RefusalReason.ResendTooSoon, RefusalReason.SendLimitReached, RefusalReason.KillSwitch,
            RefusalReason.OutboxFull,
        }));
    }

    [TestCase("2026-03-01T22:45:30Z", "2026-03-01T22:00:00Z", 870)]
    [TestCase("2026-03-01T23:45:30+01:00", "2026-03-01T22:00:00Z", 870, Description = "whatever the offset")]
    [TestCase("2026-03-01T22:00:00Z", "2026-03-01T22:00:00Z", 3600, Description = "the first moment belongs to the window, and the wait is never nothing")]
    public void Windows_are_those_of_UTC(DateTimeOffset at, DateTimeOffset start, int left)
    {
        Assert.That(SpendWindow.StartOf(SpendWindow.Hour, at), Is.EqualTo(start));
        Assert.That(SpendWindow.StartOf(SpendWindow.Hour, at).Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(SpendWindow.LeftOf(SpendWindow.Hour, at), Is.EqualTo(TimeSpan.FromSeconds(left)));
    }

    [Test]
    public void An_address_of_a_client_does_not_print() => Assert.That($"{new ClientAddress("192.0.2.7")}", Does.Not.Contain("192"));

    private static SpendRefusal? Judge(GateState state) => SpendJudge.Judge(state, s_policy, s_sms, s_at);

    private static SpendRefusal? Judge(SpendCounts counts) => SpendJudge.Judge(counts, s_policy, s_at);

    private static DateTimeOffset At(int hour, int minute) => new(2026, 3, 1, hour, minute, 0, TimeSpan.Zero);
}
