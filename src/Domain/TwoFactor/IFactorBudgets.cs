using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>The failure budgets. The seam to the database.</summary>
public interface IFactorBudgets
{
    Task<FactorBudget> FindAsync(AccountId account, Factor factor, CancellationToken ct);

    /// <summary>The budgets of every factor that anything was tried on.</summary>
    Task<IReadOnlyDictionary<Factor, FactorBudget>> OfAccountAsync(AccountId account, CancellationToken ct);

    /// <summary>Stores <paramref name="counted"/> if the budget still is <paramref name="seen"/>; false when another try was counted first.</summary>
    Task<bool> TryCountAsync(AccountId account, Factor factor, FactorBudget seen, FactorBudget counted, CancellationToken ct);

    /// <summary>After a right code of that factor, or by another factor or an administrator.</summary>
    Task ClearAsync(AccountId account, Factor factor, CancellationToken ct);
}
