using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Login;

internal sealed class PendingLoginStore(AuthDbContext db, SessionPolicy policy) : IPendingLogins
{
    public Task OpenAsync(PendingLogin login, CancellationToken ct)
    {
        db.PendingLogins.Add(new PendingLoginRow
        {
            Id = login.Id.Value,
            AccountId = login.Account.Value,
            StartedAt = login.StartedAt,
            ExpiresAt = login.ExpiresAt,
        });
        return db.SaveUnlessInTransactionAsync(ct);
    }

    public Task<bool> IsLiveAsync(PendingLoginId id, AccountId account, DateTimeOffset now, CancellationToken ct) =>
        Live(id, account, now).AnyAsync(l => l.Tries < policy.SecondFactorTokenTries, ct);

    public async Task<bool> CountTryAsync(PendingLoginId id, AccountId account, DateTimeOffset now, CancellationToken ct) =>
        await Live(id, account, now).Where(l => l.Tries < policy.SecondFactorTokenTries)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Tries, l => l.Tries + 1), ct) == 1;

    public Task<bool> SpendAsync(PendingLoginId id, AccountId account, DateTimeOffset now, CancellationToken ct) =>
        Live(id, account, now).SpendAsync(now, ct);

    public Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct) =>
        db.PendingLogins.Where(l => l.AccountId == account.Value && l.SpentAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.SpentAt, now), ct);

    private IQueryable<PendingLoginRow> Live(PendingLoginId id, AccountId account, DateTimeOffset now) =>
        db.PendingLogins.Where(l => l.Id == id.Value && l.AccountId == account.Value && l.SpentAt == null && l.ExpiresAt > now
            && l.Account!.DisabledAt == null && l.StartedAt >= l.Account.PasswordChangedAt);
}
