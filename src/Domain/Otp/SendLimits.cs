namespace CleanAuth.Domain.Otp;

/// <summary>
/// Which windows a send counts in: of its number, or of the account that a reset names. A stranger's anonymous sends never use up the sends of somebody who proved a
/// password, and sends to a number that an account does not own yet never use up those of its owner (decisions 2, docs/adr/0006).
/// </summary>
public enum SendLane
{
    Anonymous = 1,

    /// <summary>To the verified number of the account that asks.</summary>
    OwnNumber = 2,

    /// <summary>To a number that a signed-in account wants to prove.</summary>
    NewNumber = 3,

    /// <summary>For a forgotten password. Counted for the account that is named, not for its number, so that an unknown one counts alike.</summary>
    PasswordReset = 4,
}

/// <summary>The sends to one number, or for a reset in the name of one account, in one lane; oldest first.</summary>
/// <param name="LastSequence">Number of the newest send ever counted in the lane, 0 when there is none; the next one is this plus one.</param>
/// <param name="SentAt">The sends within <see cref="SendLimits.Memory"/>.</param>
public sealed record SendHistory(SendLane Lane, int LastSequence, IReadOnlyList<DateTimeOffset> SentAt);

/// <summary>Resends wait 30, 60, then 120 s; 5 in 10 minutes and 10 a day for each number and lane, for resets each account (product.md).</summary>
public static class SendLimits
{
    /// <summary>How far back sends count.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_shortWindow = TimeSpan.FromMinutes(10);

    /// <summary>Refuses with <c>resend_too_soon</c> or <c>send_limit_reached</c>, each with the time to wait, or gives null.</summary>
    public static Error? Judge(SendHistory history, OtpPolicy policy, DateTimeOffset now)
    {
        // The gap is that of the last send's own moment: an older send that leaves the window meanwhile does not shorten it.
        if (history.SentAt is [.., var last] && Gap(Within(history, s_shortWindow, last).Count, policy) is var gap && now < last + gap)
        {
            return OtpErrors.ResendTooSoon(last + gap - now, gap);
        }

        return Full(Within(history, s_shortWindow, now), policy.MaxSendsPer10Minutes, "sends-10min", s_shortWindow, now)
            ?? Full(Within(history, Memory, now), policy.MaxSendsPerDay, "sends-day", Memory, now);
    }

    /// <summary>The earliest moment at which <see cref="Judge"/> lets the send after one at <paramref name="now"/> pass.</summary>
    public static DateTimeOffset NextAllowed(SendHistory history, OtpPolicy policy, DateTimeOffset now) =>
        NextAllowedFrom(history with { SentAt = [.. history.SentAt, now] }, policy, now);

    /// <summary>The earliest moment from <paramref name="now"/> on at which <see cref="Judge"/> lets a send pass.</summary>
    public static DateTimeOffset NextAllowedFrom(SendHistory history, OtpPolicy policy, DateTimeOffset now)
    {
        var candidate = now;
        while (Judge(history, policy, candidate) is { RetryAfter: { } wait })
        {
            candidate += wait;
        }

        return candidate;
    }

    /// <summary>The lane that the sends of such a challenge count in.</summary>
    public static SendLane LaneOf(OtpScope scope) => scope.Purpose switch
    {
        OtpPurpose.SecondFactor or OtpPurpose.StepUp or OtpPurpose.Enrollment => SendLane.OwnNumber,
        OtpPurpose.PasswordReset => SendLane.PasswordReset,
        OtpPurpose.PhoneVerification => scope.Account is null ? SendLane.Anonymous : SendLane.NewNumber,
    };

    private static Error? Full(List<DateTimeOffset> sends, int most, string name, TimeSpan window, DateTimeOffset now) =>
        sends.Count >= most ? OtpErrors.SendLimitReached(sends[^most] + window - now, new Limit(name, most, window)) : null;

    private static TimeSpan Gap(int sends, OtpPolicy policy) =>
        TimeSpan.FromSeconds(policy.ResendGaps[Math.Min(sends, policy.ResendGaps.Count) - 1]);

    private static List<DateTimeOffset> Within(SendHistory history, TimeSpan window, DateTimeOffset now) =>
        [.. history.SentAt.Where(sent => sent > now - window)];
}
