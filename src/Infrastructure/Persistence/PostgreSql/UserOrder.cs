using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Paging;
using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

/// <summary>The order of a list of accounts, and where in it a page begins; each has its index, which begins with <see cref="AppUser.Traits"/>.</summary>
internal abstract class UserOrder
{
    /// <summary>The text is compared byte by byte, whatever the language of the database sorts like.</summary>
    internal const string Collation = "C";

    internal static UserOrder Of(UserText? text, PagePosition? after) => text switch
    {
        { EmailPrefix: { } prefix } => new ByEmail(prefix, after),
        { PhoneSuffix: { } suffix } => new ByPhone(string.Concat(suffix.Reverse()), after),
        _ => new ByAge(after),
    };

    /// <summary>Of <paramref name="users"/> those in the list that come from there on.</summary>
    internal abstract IQueryable<AppUser> Rest(IQueryable<AppUser> users);

    internal abstract IOrderedQueryable<AppUser> Sorted(IQueryable<AppUser> users);

    internal abstract PagePosition PositionOf(UserEntry user);

    /// <summary>The first <paramref name="most"/> of each of the traits, out of one stretch of the index each, and of these the first <paramref name="most"/>.</summary>
    internal IQueryable<AppUser> Merged(AuthDbContext db, AccountTraits[] traits, IQueryable<AppUser> users, int most)
    {
        var sorted = Sorted(Rest(users));
        int[] numbers = [.. traits.Select(trait => (int)trait)];
        return Sorted(db.Database.SqlQuery<AccountTraits>($"""SELECT unnest({numbers}) AS "Value" """).SelectMany(trait => sorted.Where(u => u.Traits == trait).Take(most))).Take(most);
    }

    // The first text behind all that begin with this one.
    private static string Behind(string prefix) => $"{prefix[..^1]}{(char)(prefix[^1] + 1)}";

    // The first text behind this very one.
    private static string Following(string text) => $"{text}\u0001";

    private sealed class ByAge(PagePosition? after) : UserOrder
    {
        // PostgreSQL's infinity: the first page begins behind no account.
        private readonly PagePosition _after = after ?? new PagePosition(DateTimeOffset.MaxValue, Guid.AllBitsSet);

        internal override IQueryable<AppUser> Rest(IQueryable<AppUser> users) =>
            users.Where(u => EF.Functions.LessThan(ValueTuple.Create(u.CreatedAt, u.Id), ValueTuple.Create(_after.At, _after.Id)));

        internal override IOrderedQueryable<AppUser> Sorted(IQueryable<AppUser> users) => users.OrderByDescending(u => u.CreatedAt).ThenByDescending(u => u.Id);

        internal override PagePosition PositionOf(UserEntry user) => new(user.CreatedAt, user.Id.Value);
    }

    private sealed class ByEmail(string prefix, PagePosition? after) : UserOrder
    {
        private readonly string _from = after?.Key is { } last ? Following(last) : prefix;
        private readonly string _to = Behind(prefix);

        internal override IQueryable<AppUser> Rest(IQueryable<AppUser> users) =>
            users.Where(u => EF.Functions.Collate(u.Email!, Collation).CompareTo(_from) >= 0 && EF.Functions.Collate(u.Email!, Collation).CompareTo(_to) < 0);

        internal override IOrderedQueryable<AppUser> Sorted(IQueryable<AppUser> users) => users.OrderBy(u => EF.Functions.Collate(u.Email!, Collation));

        internal override PagePosition PositionOf(UserEntry user) => new(user.CreatedAt, user.Id.Value) { Key = user.Email.Value };
    }

    private sealed class ByPhone(string reversed, PagePosition? after) : UserOrder
    {
        private readonly string _from = after?.Key is { } last ? Following(last) : reversed;
        private readonly string _to = Behind(reversed);

        internal override IQueryable<AppUser> Rest(IQueryable<AppUser> users) =>
            users.Where(u => u.PhoneReversed!.CompareTo(_from) >= 0 && u.PhoneReversed.CompareTo(_to) < 0);

        internal override IOrderedQueryable<AppUser> Sorted(IQueryable<AppUser> users) => users.OrderBy(u => u.PhoneReversed);

        internal override PagePosition PositionOf(UserEntry user) => new(user.CreatedAt, user.Id.Value) { Key = string.Concat(user.Phone!.Value.Reverse()) };
    }
}
