using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Passwords;

internal sealed class ResetTokenStore(AuthDbContext db) : IResetTokens
{
    public Task IssueAsync(OpaqueToken token, AccountId account, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct)
    {
        db.ResetTokens.Add(new ResetTokenRow { TokenHash = token.Hash(), AccountId = account.Value, CreatedAt = now, ExpiresAt = expiresAt });
        return db.SaveUnlessInTransactionAsync(ct);
    }

    public async Task<AccountId?> FindAsync(OpaqueToken token, DateTimeOffset now, CancellationToken ct) =>
        await Live(token, now).Where(t => t.SpentAt == null).Select(t => (Guid?)t.AccountId).SingleOrDefaultAsync(ct) is { } account ? new AccountId(account) : null;

    public Task<bool> SpendAsync(OpaqueToken token, DateTimeOffset now, CancellationToken ct) => Live(token, now).SpendAsync(now, ct);

    public Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct) =>
        db.ResetTokens.Where(t => t.AccountId == account.Value && t.SpentAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.SpentAt, now), ct);

    private IQueryable<ResetTokenRow> Live(OpaqueToken token, DateTimeOffset now)
    {
        var hash = token.Hash();
        return db.ResetTokens.Where(t => t.TokenHash == hash && t.ExpiresAt > now && t.Account!.DisabledAt == null
            && (t.Account.PhoneChangedAt == null || t.CreatedAt > t.Account.PhoneChangedAt));
    }
}
