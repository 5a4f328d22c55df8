using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Login;

/// <summary>The wrong passwords in a row of one <see cref="PasswordCounter"/>. A right password clears it.</summary>
/// <param name="Failures">Tries that were counted since the last right password; a try counts before it is compared.</param>
/// <param name="NextTryAt">No try before this moment.</param>
/// <param name="LastFailureAt">When the last try was counted; with <paramref name="Failures"/> the version of the stored counter.</param>
/// <param name="RefusalNoted">A refusal since then is in the audit trail; the others of the same delay are not, or a flood would fill it.</param>
public sealed record PasswordBudget(int Failures, DateTimeOffset? NextTryAt, DateTimeOffset LastFailureAt, bool RefusalNoted)
{
    /// <summary>So many wrong passwords before a right one are told to the owner (ASVS 5.0 6.3.5).</summary>
    public const int FailuresToTell = 10;

    /// <summary>A counter that nothing was counted in for so long begins anew, whether its row was cleaned up or not: 30 days.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>Of a name that nothing was tried on.</summary>
    public static readonly PasswordBudget Fresh = new(0, null, DateTimeOffset.MinValue, false);

    // What a closed counter says in Retry-After; only a reset or an unlock helps.
    private static readonly TimeSpan s_closed = TimeSpan.FromDays(1);

    /// <summary>Refuses a try with <c>password_throttled</c> and the time to wait, or gives null.</summary>
    public Error? Judge(PasswordBudgetPolicy policy, DateTimeOffset now)
    {
        if (IsOver(now))
        {
            return null;
        }

        if (Failures >= policy.CloseAt)
        {
            return LoginErrors.PasswordThrottled(s_closed, policy.Limit);
        }

        return NextTryAt > now ? LoginErrors.PasswordThrottled(NextTryAt.Value - now, policy.Limit) : null;
    }

    /// <summary>Until when <see cref="Judge"/> refuses if nobody clears it; null: it does not.</summary>
    public DateTimeOffset? RefusesUntil(PasswordBudgetPolicy policy, DateTimeOffset now) =>
        Judge(policy, now) is null ? null : Failures >= policy.CloseAt ? LastFailureAt + Life : NextTryAt;

    /// <summary>The budget once one more try is counted.</summary>
    public PasswordBudget Counted(PasswordBudgetPolicy policy, DateTimeOffset now)
    {
        var failures = IsOver(now) ? 1 : Failures + 1;
        DateTimeOffset? next = failures < policy.FreeFailures
            ? null
            : now + DoublingDelay.Of(failures - policy.FreeFailures, policy.FirstDelaySeconds, policy.MaxDelaySeconds);
        return new PasswordBudget(failures, next, now, RefusalNoted: false);
    }

    private bool IsOver(DateTimeOffset now) => now - LastFailureAt >= Life;
}
