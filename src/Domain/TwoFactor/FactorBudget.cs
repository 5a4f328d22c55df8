using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>
/// The wrong codes in a row of one factor of one account. Resends, new challenges, new log-ins and restarts leave it as it is; a right code
/// of the same factor clears it.
/// </summary>
/// <param name="Failures">Tries that were counted since the last right code; a try counts before it is compared.</param>
/// <param name="NextTryAt">No try before this moment.</param>
public sealed record FactorBudget(int Failures, DateTimeOffset? NextTryAt)
{
    /// <summary>Of a factor that nothing was tried on.</summary>
    public static readonly FactorBudget Fresh = new(0, null);

    // What a suspended factor says in Retry-After; only another factor or an administrator helps.
    private static readonly TimeSpan s_suspended = TimeSpan.FromDays(1);

    public bool IsSuspended(BudgetPolicy policy) => Failures >= policy.SuspendAt;

    /// <summary>Refuses a try with <c>factor_throttled</c> and the time to wait, or gives null.</summary>
    public Error? Judge(BudgetPolicy policy, DateTimeOffset now)
    {
        if (IsSuspended(policy))
        {
            return TwoFactorErrors.FactorThrottled(s_suspended);
        }

        return NextTryAt > now ? TwoFactorErrors.FactorThrottled(NextTryAt.Value - now) : null;
    }

    /// <summary>The budget once one more try is counted.</summary>
    public FactorBudget Counted(BudgetPolicy policy, DateTimeOffset now)
    {
        var failures = Failures + 1;
        return new FactorBudget(failures, failures < policy.FreeFailures ? null : now + DoublingDelay.Of(failures - policy.FreeFailures, policy.FirstDelaySeconds, policy.MaxDelaySeconds));
    }
}
