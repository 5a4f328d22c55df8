using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Tests.Otp;

public sealed class SendLimitsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OtpPolicy s_usual = new();

    [Test]
    public void The_first_send_is_free() => Assert.That(SendLimits.Judge(Sends(), s_usual, s_start), Is.Null);

    [TestCase(new[] { 0 }, 30)]
    [TestCase(new[] { 0, 30 }, 60)]
    [TestCase(new[] { 0, 30, 90 }, 120)]
    [TestCase(new[] { 0, 30, 90, 210 }, 120)]
    public void Resends_wait_30_then_60_then_120_seconds(int[] sends, int gap)
    {
        var refused = Judge(sends, at: sends[^1] + gap - 1);

        Assert.That(refused!.Code, Is.EqualTo("resend_too_soon"));
        Assert.That(refused.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(refused.Limit, Is.EqualTo(new Limit("resend", 1, TimeSpan.FromSeconds(gap))));
        Assert.That(Judge(sends, at: sends[^1])!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(gap)));
        Assert.That(Judge(sends, at: sends[^1] + gap), Is.Null);
    }

    [Test]
    public void A_wait_is_exact_to_the_tick()
    {
        var almost = s_start.AddSeconds(30).AddTicks(-1);

        Assert.That(SendLimits.Judge(Sends(0), s_usual, almost)!.RetryAfter, Is.EqualTo(TimeSpan.FromTicks(1)));
    }

    [Test]
    public void The_sixth_send_waits_until_the_first_is_ten_minutes_old()
    {
        int[] five = [0, 30, 90, 210, 330];

        var refused = Judge(five, at: 450);

        Assert.That(refused!.Code, Is.EqualTo("send_limit_reached"));
        Assert.That(refused.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(150)));
        Assert.That(refused.Limit, Is.EqualTo(new Limit("sends-10min", 5, TimeSpan.FromMinutes(10))));
        Assert.That(Judge(five, at: 599)!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(Judge(five, at: 600), Is.Null);
    }

    [Test]
    public void The_ten_minutes_slide_with_each_send_and_are_no_fixed_slots()
    {
        int[] five = [0, 300, 420, 540, 660];

        Assert.That(Judge(five, at: 800), Is.Null, "the first one left the window");
        Assert.That(Judge([.. five, 800], at: 899)!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(21)), "the gap comes first");
        Assert.That(Judge([.. five, 779], at: 899)!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)), "until the second one leaves it at 900");
        Assert.That(Judge([.. five, 779], at: 900), Is.Null);
    }

    [Test]
    public void The_eleventh_send_waits_until_the_first_is_a_day_old()
    {
        int[] ten = [.. Enumerable.Range(0, 10).Select(i => i * 3600)];
        var day = (int)TimeSpan.FromDays(1).TotalSeconds;

        var refused = Judge(ten, at: 40_000);

        Assert.That(refused!.Code, Is.EqualTo("send_limit_reached"));
        Assert.That(refused.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(day - 40_000)));
        Assert.That(refused.Limit, Is.EqualTo(new Limit("sends-day", 10, TimeSpan.FromDays(1))));
        Assert.That(Judge(ten, at: day - 1)!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(Judge(ten, at: day), Is.Null);
        Assert.That(Judge([.. ten, day], at: day + 3599)!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)), "the day slides too");
    }

    [Test]
    public void Configured_numbers_replace_the_usual_ones()
    {
        var policy = new OtpPolicy { ResendSeconds = [5], MaxSendsPer10Minutes = 2, MaxSendsPerDay = 3 };

        Assert.That(SendLimits.Judge(Sends(0), policy, At(4))!.Limit, Is.EqualTo(new Limit("resend", 1, TimeSpan.FromSeconds(5))));
        Assert.That(SendLimits.Judge(Sends(0, 5), policy, At(10))!.Limit, Is.EqualTo(new Limit("sends-10min", 2, TimeSpan.FromMinutes(10))));
        Assert.That(SendLimits.Judge(Sends(0, 5, 700), policy, At(1400))!.Limit, Is.EqualTo(new Limit("sends-day", 3, TimeSpan.FromDays(1))));
    }

    [Test]
    public void A_refusal_is_throttling_and_its_sentence_tells_no_number()
    {
        foreach (var refused in new[] { Judge([0], at: 1)!, Judge([0, 30, 90, 210, 330], at: 450)! })
        {
            Assert.That(refused.Kind, Is.EqualTo(ErrorKind.Throttled));
            Assert.That(refused.Detail, Is.Not.Empty.And.Not.Contains("+"));
        }
    }

    [Test]
    public void Strangers_owners_and_those_who_want_to_become_one_count_in_lanes_of_their_own()
    {
        var (account, login) = (new AccountId(Guid.Empty), new PendingLoginId(Guid.Empty));

        Assert.That(SendLimits.LaneOf(new OtpScope(OtpPurpose.PhoneVerification)), Is.EqualTo(SendLane.Anonymous));
        Assert.That(SendLimits.LaneOf(new OtpScope(OtpPurpose.PhoneVerification, account)), Is.EqualTo(SendLane.NewNumber));
        Assert.That(SendLimits.LaneOf(new OtpScope(OtpPurpose.SecondFactor, account, login)), Is.EqualTo(SendLane.OwnNumber));
        Assert.That(SendLimits.LaneOf(new OtpScope(OtpPurpose.Enrollment, account)), Is.EqualTo(SendLane.OwnNumber));
    }

    /// <summary>The promise of resendAt, for histories and policies that nobody would think of.</summary>
    [Test]
    public void The_next_send_that_is_announced_is_the_first_moment_that_is_not_refused([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 250; i++)
        {
            var (policy, history, now) = RandomHistory(random);

            var next = SendLimits.NextAllowed(history, policy, now);

            var after = history with { SentAt = [.. history.SentAt, now] };
            Assert.That(SendLimits.Judge(after, policy, next), Is.Null, () => Describe(seed, policy, history, now));
            Assert.That(next - FirstAllowed(after, policy, now), Is.EqualTo(TimeSpan.Zero), () => Describe(seed, policy, history, now));
        }
    }

    /// <summary>A client that waits as long as it was told never has to wait for the same reason again.</summary>
    [Test]
    public void Waiting_as_told_ends_the_refusal_and_waiting_less_does_not([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var refusals = 0;
        for (var i = 0; i < 250; i++)
        {
            var (policy, history, now) = RandomHistory(random);
            if (SendLimits.Judge(history, policy, now) is not { RetryAfter: { } wait } refused)
            {
                continue;
            }

            refusals++;
            Assert.That(SendLimits.Judge(history, policy, now + wait)?.Limit, Is.Not.EqualTo(refused.Limit), () => Describe(seed, policy, history, now));
            var early = now + wait - TimeSpan.FromTicks(1);
            Assert.That(early < now || SendLimits.Judge(history, policy, early) is not null, () => Describe(seed, policy, history, now));
        }

        Assert.That(refusals, Is.GreaterThan(50), "the histories are worth looking at");
    }

    // The answer can only change when a gap ends or a send leaves a window, so looking at those moments is looking at all.
    private static DateTimeOffset FirstAllowed(SendHistory history, OtpPolicy policy, DateTimeOffset now)
    {
        var changes = from sent in history.SentAt
                      from wait in policy.ResendGaps.Select(gap => TimeSpan.FromSeconds(gap)).Append(TimeSpan.FromMinutes(10)).Append(TimeSpan.FromDays(1))
                      select sent + wait;
        return changes.Append(now).Where(at => at >= now).Order().First(at => SendLimits.Judge(history, policy, at) is null);
    }

    private static (OtpPolicy Policy, SendHistory History, DateTimeOffset Now) RandomHistory(Random random)
    {
        var policy = random.Next(3) == 0 ? s_usual : new OtpPolicy
        {
            ResendSeconds = [.. Enumerable.Range(0, random.Next(2) == 0 ? 1 : 4).Select(_ => random.Next(1, 300)).Order()],
            MaxSendsPer10Minutes = random.Next(1, 8),
            MaxSendsPerDay = random.Next(1, 16),
        };

        // Bursts and pauses, as people are; in the past as seen from now.
        var ages = new List<int>();
        for (var age = random.Next(0, 300); age < 86_400 && ages.Count < policy.MaxSendsPerDay; age += random.Next(3) == 0 ? random.Next(1, 40_000) : random.Next(1, 400))
        {
            ages.Add(age);
        }

        ages.Reverse();
        return (policy, Sends([.. ages.Select(age => -age)]), s_start);
    }

    private static string Describe(int seed, OtpPolicy policy, SendHistory history, DateTimeOffset now) =>
        $"seed {seed}: gaps {string.Join(',', policy.ResendGaps)}, {policy.MaxSendsPer10Minutes} in 10 min, {policy.MaxSendsPerDay} a day, "
        + $"sent {string.Join(' ', history.SentAt.Select(sent => (sent - now).TotalSeconds))}";

    private static Error? Judge(int[] sends, int at) => SendLimits.Judge(Sends(sends), s_usual, At(at));

    private static SendHistory Sends(params int[] seconds) => new(SendLane.Anonymous, seconds.Length, [.. seconds.Select(At)]);

    private static DateTimeOffset At(int seconds) => s_start.AddSeconds(seconds);
}
