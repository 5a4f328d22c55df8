using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Administration;

internal sealed class UserDirectory(AuthDbContext db, BudgetPolicy budgets) : IUserDirectory
{
    public async Task<Page<UserEntry>> FindAsync(UserFilter filter, PageRequest asked, CancellationToken ct)
    {
        var order = UserOrder.Of(filter.Text, asked.After);
        var oneMore = await Select(Narrow(filter, order, asked.Size + 1)).ToListAsync(ct);
        return Page<UserEntry>.Of(oneMore, asked, order.PositionOf);
    }

    private IQueryable<AppUser> Narrow(UserFilter filter, UserOrder order, int most)
    {
        AccountTraits[] traits = [.. filter.Traits()];
        var suspended = db.FactorBudgets.Where(b => b.Failures >= budgets.SuspendAt);
        return filter.Locked switch
        {
            // These are few: each took a stolen password and most of a day. So the query begins with them, and sorts those that fit.
            true => order.Sorted(order.Rest(db.Users.Where(u => suspended.Any(b => b.AccountId == u.Id) && traits.Contains(u.Traits)))).Take(most),
            false => order.Merged(db, traits, db.Users.Where(u => !suspended.Any(b => b.AccountId == u.Id)), most),
            null => order.Merged(db, traits, db.Users, most),
        };
    }

    private IQueryable<UserEntry> Select(IQueryable<AppUser> users) => users.Select(u => new UserEntry(
        new AccountId(u.Id), EmailAddress.Parse(u.Email!), u.DisplayName, u.PhoneNumber == null ? null : PhoneNumber.Parse(u.PhoneNumber), u.DisabledAt != null, u.Role,
        u.TotpFactorEnabled, u.SmsFactorEnabled, u.FactorRequiredFrom, db.FactorBudgets.Any(b => b.AccountId == u.Id && b.Failures >= budgets.SuspendAt), u.CreatedAt));
}
