using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Administration;

/// <summary>Who administers. The seam to the database.</summary>
public interface IAdministrators
{
    /// <summary>
    /// Holds every administrator and <paramref name="target"/> until the transaction ends, always in the same order: administrators who act at the same
    /// moment wait for each other, never in a circle, and so one is always left.
    /// </summary>
    Task<HeldAdministrators> HoldAsync(AccountId? target, CancellationToken ct);

    Task SetRoleAsync(AccountId id, Role role, CancellationToken ct);

    /// <summary>Disables the account from <paramref name="now"/> on, or enables it again.</summary>
    Task SetDisabledAsync(AccountId id, bool disabled, DateTimeOffset now, CancellationToken ct);
}

/// <param name="Administrators">Every one, also those that are disabled.</param>
/// <param name="Target">Null when there is no such account.</param>
public sealed record HeldAdministrators(IReadOnlyList<Account> Administrators, Account? Target)
{
    /// <summary>True when without <paramref name="account"/> nobody could administer any more.</summary>
    public bool IsLast(AccountId account) => Administrators.Any(a => a.Id == account && !a.IsDisabled) && !Administrators.Any(a => a.Id != account && !a.IsDisabled);
}
