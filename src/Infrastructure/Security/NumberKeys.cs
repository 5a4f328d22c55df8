using CleanAuth.Domain.Accounts;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// What telephone numbers, and the accounts that resets name, are called in the tables of limits, so that probing stores neither in clear
/// (security-requirements section 17). Always made with the current master key: changing it forgets the send limits, once.
/// </summary>
internal sealed class NumberKeys(MasterKeys keys)
{
    /// <summary>32 bytes.</summary>
    internal byte[] Of(PhoneNumber number) => keys.NameOf(KeyPurposes.NumberLimits, number.Value);

    /// <summary>As a number; none reads like an account's id.</summary>
    internal byte[] Of(AccountId account) => keys.NameOf(KeyPurposes.NumberLimits, $"{account.Value:N}");
}
