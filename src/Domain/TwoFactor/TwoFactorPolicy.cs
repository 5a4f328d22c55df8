using System.ComponentModel.DataAnnotations;
using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>Which accounts must have a second factor, and from when on (ASVS 5.0 6.3.3).</summary>
public sealed class TwoFactorPolicy
{
    public const string Section = "TwoFactor";

    /// <summary>How far ahead an administrator may set a deadline: 365 d.</summary>
    public static readonly TimeSpan LongestNotice = TimeSpan.FromDays(365);

    /// <summary>Whose log-in ends with a second factor or with switching one on, never with a password alone.</summary>
    [EnumDataType(typeof(RequiredFor), ErrorMessage = "must be none, administrators or everybody.")]
    public RequiredFor RequiredFor { get; init; }

    /// <summary>From when on; before it people are told and enrol in their sessions. Null: at once.</summary>
    public DateTimeOffset? EnforceFrom { get; init; }

    /// <summary>Hours after an administrator's reset of lost factors in which no password is replaced by a code by SMS alone (1-168).</summary>
    [Range(1, 168)]
    public int ResetCoolingHours { get; init; } = 24;

    /// <summary>Who demands a second factor of the account; null: nobody. Of two demands the earlier one counts.</summary>
    public FactorRequirement? RequirementOf(Account account)
    {
        var asked = RequiredFor == RequiredFor.Everybody || (RequiredFor == RequiredFor.Administrators && account.Role == Role.Admin);
        return (asked, account.FactorRequiredFrom) switch
        {
            (true, { } from) when from < EnforceFrom => new FactorRequirement(RequiredBy.Administrator, from),
            (true, _) => new FactorRequirement(RequiredBy.Policy, EnforceFrom),
            (false, { } from) => new FactorRequirement(RequiredBy.Administrator, from),
            _ => null,
        };
    }

    /// <summary>True when a password alone opens no session: a second factor is due, or an administrator took a lost one away.</summary>
    public bool MustEnroll(Account account, DateTimeOffset now) => account.MustEnroll || RequirementOf(account)?.IsEnforced(now) == true;

    /// <summary>True for <see cref="ResetCoolingHours"/> after a reset of lost factors: whoever talked an administrator into it has no second easy step.</summary>
    public bool IsCooling(Account account, DateTimeOffset now) => now - account.FactorsResetAt < TimeSpan.FromHours(ResetCoolingHours);
}

/// <param name="By">Who says so.</param>
/// <param name="From">From when on a password alone opens no session; null: since ever.</param>
public sealed record FactorRequirement(RequiredBy By, DateTimeOffset? From)
{
    public bool IsEnforced(DateTimeOffset now) => From is null || From <= now;
}

/// <summary>Accounts that must have a second factor.</summary>
public enum RequiredFor
{
    /// <summary>Nobody: it is the owner's choice, unless an administrator demands it of one account.</summary>
    None,

    /// <summary>Administrators.</summary>
    Administrators,

    /// <summary>Every account.</summary>
    Everybody,
}

/// <summary>Who says that an account must have a second factor.</summary>
public enum RequiredBy
{
    /// <summary>The installation: <c>TwoFactor:RequiredFor</c>.</summary>
    Policy,

    /// <summary>An administrator, of this account.</summary>
    Administrator,
}
