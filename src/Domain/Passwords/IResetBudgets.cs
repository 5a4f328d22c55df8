using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Passwords;

/// <summary>The budgets of wrong reset codes. The seam to the database.</summary>
public interface IResetBudgets
{
    Task<ResetBudget> FindAsync(ResetDoor door, CancellationToken ct);

    /// <summary>Stores <paramref name="counted"/> if the budget still is <paramref name="seen"/>; false when another try was counted first.</summary>
    Task<bool> TryCountAsync(ResetDoor door, ResetBudget seen, ResetBudget counted, DateTimeOffset now, CancellationToken ct);

    /// <summary>After a right code, for known and unknown sources.</summary>
    Task ClearAsync(AccountId subject, Factor proof, CancellationToken ct);
}
