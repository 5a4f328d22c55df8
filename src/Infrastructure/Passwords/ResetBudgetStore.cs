using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Passwords;

internal sealed class ResetBudgetStore(AuthDbContext db) : IResetBudgets
{
    public async Task<ResetBudget> FindAsync(ResetDoor door, CancellationToken ct) =>
        await Of(door).AsNoTracking().SingleOrDefaultAsync(ct) is { } row ? new ResetBudget(row.Failures, row.NextTryAt) : ResetBudget.Fresh;

    // No row means no failure. The number of failures is the version: it only grows until the row is deleted.
    public async Task<bool> TryCountAsync(ResetDoor door, ResetBudget seen, ResetBudget counted, DateTimeOffset now, CancellationToken ct) =>
        seen.Failures == 0
            ? await TryInsertAsync(door, counted, now, ct)
            : await Of(door).Where(b => b.Failures == seen.Failures)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(b => b.Failures, counted.Failures).SetProperty(b => b.NextTryAt, counted.NextTryAt).SetProperty(b => b.LastFailureAt, now), ct) == 1;

    public Task ClearAsync(AccountId subject, Factor proof, CancellationToken ct) =>
        db.ResetBudgets.Where(b => b.Subject == subject.Value && b.Proof == proof).ExecuteDeleteAsync(ct);

    private Task<bool> TryInsertAsync(ResetDoor door, ResetBudget counted, DateTimeOffset now, CancellationToken ct)
    {
        db.ResetBudgets.Add(new ResetBudgetRow
        {
            Subject = door.Subject.Value,
            Proof = door.Proof,
            IsKnownSource = door.IsKnownSource,
            Failures = counted.Failures,
            NextTryAt = counted.NextTryAt,
            LastFailureAt = now,
        });
        return db.TrySaveAsync(ct);
    }

    private IQueryable<ResetBudgetRow> Of(ResetDoor door) =>
        db.ResetBudgets.Where(b => b.Subject == door.Subject.Value && b.Proof == door.Proof && b.IsKnownSource == door.IsKnownSource);
}
