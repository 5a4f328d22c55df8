using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Administration;

/// <summary>Which accounts an administrator looks for; what is null narrows nothing.</summary>
public sealed record UserFilter
{
    public FactorState? TwoFactor { get; init; }

    /// <summary>True: one of its factors is suspended, which only another factor or an administrator cures.</summary>
    public bool? Locked { get; init; }

    /// <summary>True: an administrator demands a second factor of it, now or from a day on (<see cref="Account.FactorRequiredFrom"/>).</summary>
    public bool? Required { get; init; }

    public bool? Disabled { get; init; }

    public Role? Role { get; init; }

    public UserText? Text { get; init; }

    /// <summary>One spelling for one meaning. The only part that is free text is the last.</summary>
    public string Spelling => $"{TwoFactor}|{Locked}|{Required}|{Disabled}|{Role}|{Text?.PhoneSuffix}|{Text?.EmailPrefix}";

    public override string ToString() => nameof(UserFilter);
}

/// <summary>Which second factors are switched on. The names are part of the contract.</summary>
public enum FactorState
{
    /// <summary>None.</summary>
    None,

    /// <summary>One or both.</summary>
    Enabled,

    /// <summary>An authenticator app, whatever else.</summary>
    Totp,

    /// <summary>Codes by SMS, whatever else.</summary>
    Sms,
}
