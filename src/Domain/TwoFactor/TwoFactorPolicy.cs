using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>Which accounts must have a second factor (ASVS 5.0 6.3.3).</summary>
public sealed class TwoFactorPolicy
{
    public const string Section = "TwoFactor";

    /// <summary>Whose log-in ends with a second factor or with switching one on, never with a password alone.</summary>
    [EnumDataType(typeof(RequiredFor), ErrorMessage = "must be none, administrators or everybody.")]
    public RequiredFor RequiredFor { get; init; }

    /// <summary>True when every account has to have a second factor.</summary>
    public bool IsRequired => RequiredFor == RequiredFor.Everybody;

    /// <summary>
    /// The assurance level below which a session of any account is not refreshed: what was opened with a password alone, before the requirement,
    /// ends with its access token.
    /// </summary>
    public int LeastLevel => IsRequired ? 2 : 1;
}

/// <summary>Accounts that must have a second factor.</summary>
public enum RequiredFor
{
    /// <summary>Nobody: it is the owner's choice.</summary>
    None,

    /// <summary>Administrators. There are none yet, so this asks nobody until there is a role.</summary>
    Administrators,

    /// <summary>Every account.</summary>
    Everybody,
}

/// <summary>Who says that an account must have a second factor.</summary>
public enum RequiredBy
{
    /// <summary>The installation: <c>TwoFactor:RequiredFor</c>.</summary>
    Policy,
}
