using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Passwords;

/// <summary>What wrong reset codes are counted by. Apart from the second factor's budget, which a stranger must not move (security-requirements D3).</summary>
/// <param name="Subject">The account that was named; it may not exist, see <see cref="IResetSubjects"/>.</param>
/// <param name="Proof">A code by SMS or a recovery code.</param>
/// <param name="IsKnownSource">The account logged in from there lately: a stranger's failures do not slow its owner down (D6).</param>
public readonly record struct ResetDoor(AccountId Subject, Factor Proof, bool IsKnownSource);

/// <summary>The wrong reset codes in a row at one <see cref="ResetDoor"/> (decisions 3).</summary>
/// <param name="Failures">Tries that were counted since the last right code; a try counts before it is compared.</param>
/// <param name="NextTryAt">No try before this moment.</param>
public sealed record ResetBudget(int Failures, DateTimeOffset? NextTryAt)
{
    /// <summary>Of a door that nothing was tried at.</summary>
    public static readonly ResetBudget Fresh = new(0, null);

    private static readonly TimeSpan s_closed = TimeSpan.FromHours(24);

    /// <summary>Refuses a try with <c>reset_throttled</c> and the time to wait, or gives null.</summary>
    public Error? Judge(DateTimeOffset now) => NextTryAt > now ? ResetErrors.Throttled(NextTryAt.Value - now) : null;

    /// <summary>
    /// The budget once one more try is counted: delays as those of a second factor. From <see cref="BudgetPolicy.SuspendAt"/> on each further code by SMS
    /// from an unknown source closes that door for 24 h. Recovery codes have 80 random bits, so that delays are enough.
    /// </summary>
    public ResetBudget Counted(ResetDoor door, BudgetPolicy policy, DateTimeOffset now)
    {
        var counted = new FactorBudget(Failures, NextTryAt).Counted(policy, now);
        var closes = door is { Proof: Factor.Sms, IsKnownSource: false } && counted.IsSuspended(policy);
        return new ResetBudget(counted.Failures, closes ? now + s_closed : counted.NextTryAt);
    }
}
