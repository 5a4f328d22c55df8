using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class AuthenticatorStore(AuthDbContext db, AuthenticatorSecrets secrets, TotpPolicy policy) : IAuthenticators
{
    public async Task<ActiveAuthenticator?> FindAsync(AccountId account, CancellationToken ct) =>
        await Active(account).Select(a => a.ProtectedSecret).SingleOrDefaultAsync(ct) is { } secret
            ? new ActiveAuthenticator(secrets.Unprotect(account, secret), secret)
            : null;

    public async Task SetPendingAsync(AccountId account, SetupId setup, TotpSecret secret, DateTimeOffset now, CancellationToken ct)
    {
        await Pending(account).ExecuteDeleteAsync(ct);
        db.PendingAuthenticators.Add(new PendingAuthenticatorRow
        {
            AccountId = account.Value,
            SetupId = setup.Value,
            ProtectedSecret = secrets.Protect(account, secret),
            ExpiresAt = now + policy.PendingLife,
        });
        await db.SaveUnlessInTransactionAsync(ct);
    }

    public async Task<Result<TotpSecret>> CountPendingTryAsync(AccountId account, SetupId setup, DateTimeOffset now, CancellationToken ct)
    {
        var mine = Pending(account).Where(p => p.SetupId == setup.Value);
        var counted = await mine.Where(p => p.ExpiresAt > now && p.Tries < policy.PendingTries)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Tries, p => p.Tries + 1), ct);
        return counted == 1 && await mine.Select(p => p.ProtectedSecret).SingleOrDefaultAsync(ct) is { } secret
            ? secrets.Unprotect(account, secret)
            : TwoFactorErrors.NothingPending;
    }

    public async Task<bool> ActivateAsync(AccountId account, SetupId setup, TotpSecret secret, long step, DateTimeOffset now, CancellationToken ct)
    {
        var pending = Pending(account).Where(p => p.SetupId == setup.Value && p.ExpiresAt > now);
        if (await pending.Select(p => p.ProtectedSecret).SingleOrDefaultAsync(ct) is not { } waiting
            || !secrets.Unprotect(account, waiting).Reveal().SequenceEqual(secret.Reveal())
            || await pending.ExecuteDeleteAsync(ct) != 1)
        {
            return false;
        }

        await Active(account).ExecuteDeleteAsync(ct);
        db.Authenticators.Add(new AuthenticatorRow { AccountId = account.Value, ProtectedSecret = waiting, LastStep = step, CreatedAt = now });
        await db.SaveUnlessInTransactionAsync(ct);
        return true;
    }

    public async Task<bool> SpendStepAsync(AccountId account, ActiveAuthenticator compared, long step, CancellationToken ct) =>
        await Active(account).Where(a => a.ProtectedSecret == compared.Sealed && a.LastStep < step).ExecuteUpdateAsync(set => set.SetProperty(a => a.LastStep, step), ct) == 1;

    public async Task<bool> RemoveAsync(AccountId account, CancellationToken ct)
    {
        await Pending(account).ExecuteDeleteAsync(ct);
        return await Active(account).ExecuteDeleteAsync(ct) == 1;
    }

    private IQueryable<AuthenticatorRow> Active(AccountId account) => db.Authenticators.Where(a => a.AccountId == account.Value);

    private IQueryable<PendingAuthenticatorRow> Pending(AccountId account) => db.PendingAuthenticators.Where(p => p.AccountId == account.Value);
}
