using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;

namespace CleanAuth.Infrastructure.Accounts;

/// <summary>
/// What lists of accounts are narrowed by, as one number that the database computes and every index of such a list begins with. A filter is a set of these
/// numbers, and each of them is one stretch of the index: no filter, and no mixture of filters, makes a query look through accounts that do not fit
/// (docs/adr/0012).
/// </summary>
[Flags]
internal enum AccountTraits
{
    None = 0,
    Disabled = 1,
    Administrator = 2,
    Totp = 4,
    Sms = 8,
    Required = 16,
}

internal static class AccountTraitsOfFilter
{
    internal const string Sql =
        """
        CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END + CASE WHEN role = 0 THEN 0 ELSE 2 END + CASE WHEN totp_factor_enabled THEN 4 ELSE 0 END
        + CASE WHEN sms_factor_enabled THEN 8 ELSE 0 END + CASE WHEN factor_required_from IS NULL THEN 0 ELSE 16 END
        """;

    private const AccountTraits Factors = AccountTraits.Totp | AccountTraits.Sms;
    private const AccountTraits All = AccountTraits.Disabled | AccountTraits.Administrator | Factors | AccountTraits.Required;

    /// <summary>Every number that fits; at most 32.</summary>
    internal static IEnumerable<AccountTraits> Traits(this UserFilter filter) => Enumerable.Range(0, (int)All + 1).Select(number => (AccountTraits)number).Where(traits => Fit(filter, traits));

    private static bool Fit(UserFilter filter, AccountTraits traits) =>
        Fit(filter.Disabled, traits, AccountTraits.Disabled)
        && Fit(filter.Required, traits, AccountTraits.Required)
        && Fit(filter.Role is { } role ? role == Role.Admin : null, traits, AccountTraits.Administrator)
        && filter.TwoFactor switch
        {
            FactorState.None => (traits & Factors) == 0,
            FactorState.Enabled => (traits & Factors) != 0,
            FactorState.Totp => traits.HasFlag(AccountTraits.Totp),
            FactorState.Sms => traits.HasFlag(AccountTraits.Sms),
            _ => true,
        };

    private static bool Fit(bool? wanted, AccountTraits traits, AccountTraits trait) => wanted is null || wanted == traits.HasFlag(trait);
}
