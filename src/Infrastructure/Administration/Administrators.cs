using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Administration;

internal sealed class Administrators(AuthDbContext db) : IAdministrators
{
    public async Task<HeldAdministrators> HoldAsync(AccountId? target, CancellationToken ct)
    {
        var (admin, other) = ((int)Role.Admin, target?.Value);
        var held = await db.Users.FromSqlInterpolated($"SELECT * FROM accounts WHERE role = {admin} OR id = {other} ORDER BY id FOR NO KEY UPDATE").AsNoTracking().ToListAsync(ct);
        List<Account> accounts = [.. held.Select(user => user.ToAccount())];
        return new HeldAdministrators([.. accounts.Where(account => account.Role == Role.Admin)], accounts.Find(account => account.Id == target));
    }

    public Task SetRoleAsync(AccountId id, Role role, CancellationToken ct) =>
        db.Users.Where(u => u.Id == id.Value).ExecuteUpdateAsync(set => set.SetProperty(u => u.Role, role), ct);

    public Task SetDisabledAsync(AccountId id, bool disabled, DateTimeOffset now, CancellationToken ct)
    {
        DateTimeOffset? at = disabled ? now : null;
        return db.Users.Where(u => u.Id == id.Value).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, at), ct);
    }
}
