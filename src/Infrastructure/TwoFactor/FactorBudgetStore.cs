using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class FactorBudgetStore(AuthDbContext db) : IFactorBudgets
{
    public async Task<FactorBudget> FindAsync(AccountId account, Factor factor, CancellationToken ct) =>
        await Of(account, factor).AsNoTracking().SingleOrDefaultAsync(ct) is { } row ? new FactorBudget(row.Failures, row.NextTryAt) : FactorBudget.Fresh;

    public async Task<IReadOnlyDictionary<Factor, FactorBudget>> OfAccountAsync(AccountId account, CancellationToken ct) =>
        await db.FactorBudgets.AsNoTracking().Where(b => b.AccountId == account.Value)
            .ToDictionaryAsync(b => b.Factor, b => new FactorBudget(b.Failures, b.NextTryAt), ct);

    // No row means no failure. The number of failures is the version: it only grows until the row is deleted.
    public async Task<bool> TryCountAsync(AccountId account, Factor factor, FactorBudget seen, FactorBudget counted, CancellationToken ct) =>
        seen.Failures == 0
            ? await TryInsertAsync(account, factor, counted, ct)
            : await Of(account, factor).Where(b => b.Failures == seen.Failures)
                .ExecuteUpdateAsync(set => set.SetProperty(b => b.Failures, counted.Failures).SetProperty(b => b.NextTryAt, counted.NextTryAt), ct) == 1;

    public Task ClearAsync(AccountId account, Factor factor, CancellationToken ct) => Of(account, factor).ExecuteDeleteAsync(ct);

    private Task<bool> TryInsertAsync(AccountId account, Factor factor, FactorBudget counted, CancellationToken ct)
    {
        db.FactorBudgets.Add(new FactorBudgetRow { AccountId = account.Value, Factor = factor, Failures = counted.Failures, NextTryAt = counted.NextTryAt });
        return db.TrySaveAsync(ct);
    }

    private IQueryable<FactorBudgetRow> Of(AccountId account, Factor factor) =>
        db.FactorBudgets.Where(b => b.AccountId == account.Value && b.Factor == factor);
}
