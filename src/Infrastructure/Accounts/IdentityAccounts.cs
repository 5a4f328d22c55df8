using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Accounts;

internal sealed class IdentityAccounts(AuthDbContext db, UserManager<AppUser> users, PasswordHashing hashing) : IAccounts
{
    public async Task<Account?> FindAsync(AccountId id, CancellationToken ct) =>
        (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id.Value, ct))?.ToAccount();

    public async Task<Account?> FindAsync(EmailAddress email, CancellationToken ct) => (await FindUserAsync(email, ct))?.ToAccount();

    // Not FOR UPDATE: the rows that refer to an account may be written meanwhile.
    public async Task<Account?> HoldAsync(AccountId id, CancellationToken ct) =>
        (await db.Users.FromSqlInterpolated($"SELECT * FROM accounts WHERE id = {id.Value} FOR NO KEY UPDATE").AsNoTracking().SingleOrDefaultAsync(ct))?.ToAccount();

    public async Task<Credential> FindCredentialAsync(EmailAddress email, CancellationToken ct) =>
        await FindUserAsync(email, ct) is { } user ? new Credential(user.ToAccount(), new PasswordHash(user.PasswordHash!)) : new Credential(null, null);

    public async Task<Result<bool>> CheckPasswordAsync(Credential credential, string password, Func<CancellationToken, Task<Result<Done>>> count, CancellationToken ct)
    {
        var verified = await hashing.VerifyAsync(credential.Hash?.Reveal(), password, count, ct);
        if (!verified.IsSuccess)
        {
            return verified.Error;
        }

        if (credential is { Account: { } account, Hash: { } hash } && verified.Value == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await UpgradeHashAsync(account.Id, hash.Reveal(), password, ct);
        }

        return verified.Value != PasswordVerificationResult.Failed;
    }

    public async Task<Result<PasswordHash>> HashPasswordAsync(string password, CancellationToken ct)
    {
        var hash = await hashing.HashAsync(password, ct);
        return hash.IsSuccess ? new PasswordHash(hash.Value) : hash.Error;
    }

    public async Task<Result<Done>> CreateAsync(NewAccount account, PasswordHash password, CancellationToken ct)
    {
        var user = new AppUser
        {
            Id = account.Id.Value,
            Email = account.Email.Value,
            DisplayName = account.DisplayName,
            PhoneNumber = account.Phone?.Value,
            PasswordHash = password.Reveal(),
            CreatedAt = account.CreatedAt,
            PasswordChangedAt = account.CreatedAt,
        };
        try
        {
            var created = await users.CreateAsync(user);
            return created.Succeeded ? new Done() : throw new InvalidOperationException($"Identity refused an account: {created.Errors.First().Code}.");
        }
        catch (DbUpdateException e) when (UniqueViolation.IndexOf(e) == AppUser.EmailIndex)
        {
            return AccountErrors.EmailTaken;
        }
        catch (DbUpdateException e) when (UniqueViolation.IndexOf(e) == AppUser.PhoneIndex)
        {
            return AccountErrors.PhoneTaken;
        }
    }

    public Task SetPasswordAsync(AccountId id, PasswordHash password, DateTimeOffset now, CancellationToken ct)
    {
        var hash = password.Reveal();
        return db.Users.Where(u => u.Id == id.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, hash).SetProperty(u => u.PasswordChangedAt, now), ct);
    }

    public Task SetBarAsync(AccountId id, FactorBar? bar, CancellationToken ct)
    {
        var (factor, until) = (bar?.Factor, bar?.Until);
        return db.Users.Where(u => u.Id == id.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.BarredFactor, factor).SetProperty(u => u.BarredUntil, until), ct);
    }

    public async Task<Result<Done>> SetPhoneAsync(AccountId id, PhoneNumber phone, DateTimeOffset? changedAt, CancellationToken ct)
    {
        try
        {
            await db.Users.Where(u => u.Id == id.Value)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.PhoneNumber, phone.Value).SetProperty(u => u.PhoneChangedAt, changedAt), ct);
            return new Done();
        }
        catch (Exception e) when (UniqueViolation.IndexOf(e) == AppUser.PhoneIndex)
        {
            return AccountErrors.PhoneTaken;
        }
    }

    public Task RemovePhoneAsync(AccountId id, CancellationToken ct) =>
        db.Users.Where(u => u.Id == id.Value).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.PhoneNumber, (string?)null).SetProperty(u => u.PhoneChangedAt, (DateTimeOffset?)null).SetProperty(u => u.SmsFactorEnabled, false), ct);

    public Task SetDisplayNameAsync(AccountId id, string? displayName, CancellationToken ct) =>
        db.Users.Where(u => u.Id == id.Value).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, displayName), ct);

    public async Task<Result<Done>> SetSmsFactorAsync(AccountId id, bool enabled, CancellationToken ct)
    {
        var changed = await db.Users.Where(u => u.Id == id.Value && (!enabled || u.PhoneNumber != null))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.SmsFactorEnabled, enabled), ct);
        return changed == 1 ? new Done() : AccountErrors.PhoneNotVerified;
    }

    public Task SetTotpFactorAsync(AccountId id, bool enabled, CancellationToken ct) =>
        db.Users.Where(u => u.Id == id.Value).ExecuteUpdateAsync(set => set.SetProperty(u => u.TotpFactorEnabled, enabled), ct);

    private Task<AppUser?> FindUserAsync(EmailAddress email, CancellationToken ct) =>
        db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Email == email.Value, ct);

    // Guarded by the old hash, so that a password that was changed meanwhile stays changed. A queue that is full leaves it to the next log-in.
    private async Task UpgradeHashAsync(AccountId id, string old, string password, CancellationToken ct)
    {
        var upgraded = await hashing.HashAsync(password, ct);
        if (upgraded.IsSuccess)
        {
            await db.Users.Where(u => u.Id == id.Value && u.PasswordHash == old)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.PasswordHash, upgraded.Value), ct);
        }
    }
}
