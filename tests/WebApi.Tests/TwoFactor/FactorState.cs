namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Everything that decides how somebody with the right password gets in.</summary>
/// <param name="Phone">There is a verified number.</param>
/// <param name="Sms">Codes by SMS are switched on.</param>
/// <param name="Totp">There is an authenticator app.</param>
/// <param name="Codes">A recovery code is left.</param>
/// <param name="Required">Everybody must have a second factor.</param>
/// <param name="Suspended">The factors with a hundred wrong codes in a row.</param>
/// <param name="Disabled">An administrator shut the account.</param>
public sealed record FactorState(bool Phone, bool Sms, bool Totp, bool Codes, bool Required, IReadOnlyList<string> Suspended, bool Disabled)
{
    /// <summary>The methods of the second step, as the contract spells them.</summary>
    public static readonly IReadOnlyList<string> Methods = ["totp", "sms", "recoveryCode"];

    private static readonly bool[] s_either = [false, true];

    /// <summary>Every state that can come about: SMS needs a number, and recovery codes exist only beside a factor.</summary>
    public static IEnumerable<FactorState> All =>
        from phone in s_either
        from sms in s_either
        from totp in s_either
        from codes in s_either
        where (phone || !sms) && (sms || totp || !codes)
        from required in s_either
        from suspended in Enumerable.Range(0, 1 << Methods.Count)
        from disabled in s_either
        select new FactorState(phone, sms, totp, codes, required, [.. Methods.Where((_, i) => (suspended >> i & 1) == 1)], disabled);

    public bool HasFactor => Sms || Totp;

    /// <summary>What the right password gets.</summary>
    public string Login => Disabled ? "account_disabled" : HasFactor ? "secondFactorRequired" : Required ? "enrollmentRequired" : "complete";

    /// <summary>True when a right code of the method ends the log-in.</summary>
    public bool Opens(string method) => !Suspended.Contains(method) && Has(method);

    public bool Has(string method) => method switch
    {
        "totp" => Totp,
        "sms" => Sms,
        _ => Codes,
    };

    public override string ToString() =>
        $"{(Phone ? "number" : "no number")}, sms {Sms}, totp {Totp}, codes {Codes}, required {Required}, suspended {string.Join('+', Suspended)}, disabled {Disabled}";
}
