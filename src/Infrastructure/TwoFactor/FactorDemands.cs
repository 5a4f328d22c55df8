using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class FactorDemands(AuthDbContext db) : IFactorDemands
{
    public Task DemandAsync(AccountId account, DateTimeOffset? from, CancellationToken ct) =>
        db.Users.Where(u => u.Id == account.Value).ExecuteUpdateAsync(set => set.SetProperty(u => u.FactorRequiredFrom, from), ct);

    public async Task TakeAwayAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        await db.PendingAuthenticators.Where(p => p.AccountId == account.Value).ExecuteDeleteAsync(ct);
        await db.Authenticators.Where(a => a.AccountId == account.Value).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(c => c.AccountId == account.Value).ExecuteDeleteAsync(ct);
        await db.FactorBudgets.Where(b => b.AccountId == account.Value).ExecuteDeleteAsync(ct);
        await db.Users.Where(u => u.Id == account.Value).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.TotpFactorEnabled, false).SetProperty(u => u.SmsFactorEnabled, false)
                .SetProperty(u => u.FactorsResetAt, now).SetProperty(u => u.MustEnroll, true), ct);
    }

    public Task EnrolledAsync(AccountId account, CancellationToken ct) =>
        db.Users.Where(u => u.Id == account.Value).ExecuteUpdateAsync(set => set.SetProperty(u => u.MustEnroll, false), ct);
}
