using CleanAuth.Domain.Sms;

namespace CleanAuth.Domain.Spend;

/// <summary>What holds for every message to a country, read before anything is stored.</summary>
/// <param name="IsOff">An operator switched messages off.</param>
/// <param name="Waiting">Messages that wait for the gateway.</param>
/// <param name="Sent">Messages that the breaker judges, see <see cref="SpendJudge.Judged"/>.</param>
/// <param name="Verified">How many of their codes came back right.</param>
/// <param name="IsProved">The message goes to a number that its account proved before.</param>
public sealed record GateState(bool IsOff, long Waiting, long Sent, long Verified, bool IsProved = false);

/// <summary>What stands in the counters of one message's windows; 0 where it does not count.</summary>
/// <param name="IsByOwner">No stranger can have asked for the message.</param>
public sealed record SpendCounts(long Prefix, long Client, long Account, Money Country, Money Total, bool IsByOwner = false);

/// <summary>The rules of the spend guard, without a clock or a database.</summary>
public static class SpendJudge
{
    /// <summary>Switch, outbox and breaker, in this order.</summary>
    public static SpendRefusal? Judge(GateState state, SpendPolicy policy, SmsPolicy sms, DateTimeOffset at)
    {
        if (state.IsOff)
        {
            return new SpendRefusal(RefusalReason.KillSwitch, SpendErrors.SwitchedOff);
        }

        if (state.Waiting >= sms.MaxWaiting)
        {
            return new SpendRefusal(RefusalReason.OutboxFull, SpendErrors.OutboxFull);
        }

        // Not for proved numbers: they have answered a code before, and fifty unanswered ones, which cost a thief five numbers, would cut the second
        // factors of a whole country. The next minute is the first that can bring another sum.
        return !state.IsProved && state.Sent >= policy.BreakerSample && state.Verified * 100 < state.Sent * policy.BreakerPercent
            ? new SpendRefusal(RefusalReason.Breaker, SpendErrors.Paused(SpendWindow.LeftOf(SpendWindow.Minute, at)))
            : null;
    }

    /// <summary>The caps.</summary>
    /// <param name="counts">With the message in question.</param>
    public static SpendRefusal? Judge(SpendCounts counts, SpendPolicy policy, DateTimeOffset at) =>
        OverBudget(counts.Total, Share(policy.DayCap, counts, policy), RefusalReason.DayCap, at)
        ?? OverBudget(counts.Country, Share(policy.CountryDayCap, counts, policy), RefusalReason.CountryDayCap, at)
        ?? TooMany(counts.Account, new Limit("sends-account-day", policy.MaxPerAccountPerDay, SpendWindow.Day), RefusalReason.AccountCap, SpendErrors.AccountLimitReached, at)
        ?? TooMany(counts.Prefix, new Limit("sends-range-hour", policy.MaxPerPrefixPerHour, SpendWindow.Hour), RefusalReason.PrefixCap, SpendErrors.RangeLimitReached, at)
        ?? TooMany(counts.Client, new Limit("sends-client-hour", policy.MaxPerClientPerHour, SpendWindow.Hour), RefusalReason.ClientCap, SpendErrors.ClientLimitReached, at);

    /// <summary>The minutes that the breaker judges at <paramref name="at"/>: from the first on, up to and without the second.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) Judged(SpendPolicy policy, DateTimeOffset at) =>
        (SpendWindow.StartOf(SpendWindow.Minute, at - policy.BreakerWindow), SpendWindow.StartOf(SpendWindow.Minute, at - policy.BreakerGrace));

    // What strangers ask for never takes the rest, which is kept for second factors.
    private static decimal Share(decimal cap, SpendCounts counts, SpendPolicy policy) => counts.IsByOwner ? cap : cap * policy.UnprovedPercent / 100;

    private static SpendRefusal? OverBudget(Money spent, decimal cap, RefusalReason reason, DateTimeOffset at) =>
        spent.Micros > Money.Of(cap).Micros ? new SpendRefusal(reason, SpendErrors.Paused(SpendWindow.LeftOf(SpendWindow.Day, at))) : null;

    private static SpendRefusal? TooMany(long count, Limit limit, RefusalReason reason, Func<TimeSpan, Limit, Error> error, DateTimeOffset at) =>
        count > limit.Quota ? new SpendRefusal(reason, error(SpendWindow.LeftOf(limit.Window, at), limit)) : null;
}
