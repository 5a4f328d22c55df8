using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;

namespace CleanAuth.Domain.Administration;

/// <summary>The accounts as administrators look for them. The seam to the database.</summary>
public interface IUserDirectory
{
    /// <summary>
    /// One page of the accounts that fit, at the same cost however many there are and however far the page: the newest first; by the beginning of an e-mail
    /// address in the order of the addresses, by the end of a number in that of the numbers read backwards.
    /// </summary>
    Task<Page<UserEntry>> FindAsync(UserFilter filter, PageRequest asked, CancellationToken ct);
}

/// <param name="FactorRequiredFrom">See <see cref="Account.FactorRequiredFrom"/>.</param>
/// <param name="IsLocked">See <see cref="UserFilter.Locked"/>.</param>
public sealed record UserEntry(
    AccountId Id, EmailAddress Email, string? DisplayName, PhoneNumber? Phone, bool IsDisabled, Role Role, bool TotpFactorEnabled, bool SmsFactorEnabled,
    DateTimeOffset? FactorRequiredFrom, bool IsLocked, DateTimeOffset CreatedAt)
{
    public override string ToString() => nameof(UserEntry);
}
