namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Who demands a second factor.</summary>
public enum Demand
{
    None,
    Everybody,

    /// <summary>The installation of administrators, and this is none.</summary>
    OthersThanThis,

    /// <summary>The installation of administrators, and this is one.</summary>
    Administrators,

    /// <summary>An administrator, from a day on that is to come.</summary>
    Later,

    /// <summary>An administrator, from a day on that has come.</summary>
    Due,
}

/// <summary>How somebody without a factor may try to get one.</summary>
public enum Way
{
    App,

    /// <summary>The same, with a code to the verified number.</summary>
    AppAndNumber,
    VerifiedNumber,
    AnotherNumber,

    /// <summary>The same, with a code to the verified number.</summary>
    BothNumbers,
}

/// <summary>Everything that decides how somebody with the right password gets in.</summary>
/// <param name="Phone">There is a verified number.</param>
/// <param name="Sms">Codes by SMS are switched on.</param>
/// <param name="Totp">There is an authenticator app.</param>
/// <param name="Codes">A recovery code is left.</param>
public sealed record FactorState(bool Phone, bool Sms, bool Totp, bool Codes)
{
    /// <summary>The methods of the second step, as the contract spells them.</summary>
    public static readonly IReadOnlyList<string> Methods = ["totp", "sms", "recoveryCode"];

    private static readonly bool[] s_either = [false, true];
    private static readonly string?[] s_bars = [null, "sms", "recoveryCode"];
    private static readonly Demand[] s_enforced = [Demand.Everybody, Demand.Administrators, Demand.Due];

    public Demand Demand { get; init; }

    /// <summary>An administrator took the factors away and none has come since.</summary>
    public bool Reset { get; init; }

    /// <summary>The factors with a hundred wrong codes in a row.</summary>
    public IReadOnlyList<string> Suspended { get; init; } = [];

    /// <summary>What the password was just reset with.</summary>
    public string? Barred { get; init; }

    /// <summary>An administrator shut the account.</summary>
    public bool Disabled { get; init; }

    /// <summary>Every combination that can come about: SMS needs a number, and recovery codes exist only beside a factor.</summary>
    public static IReadOnlyList<FactorState> Factors { get; } =
    [
        .. from phone in s_either
           from sms in s_either
           from totp in s_either
           from codes in s_either
           where (phone || !sms) && (sms || totp || !codes)
           select new FactorState(phone, sms, totp, codes),
    ];

    /// <summary>
    /// Not every state with every other, but every one where it is asked for. A log-in asks for the status first and for nothing else when the account is
    /// disabled; for what is demanded only without a factor, and afterwards when the last one is switched off; for suspended and barred factors only at the
    /// second step and at an enrolment, there only for those that the account has or for SMS; a reset leaves no factor.
    /// </summary>
    public static IReadOnlyList<FactorState> All { get; } = [.. SecondSteps().Concat(Demands()).Concat(Enrolments()).Concat(Shut()).DistinctBy(state => $"{state}")];

    /// <summary>States that a reset by an administrator helps out of: everything that there was is suspended or lost.</summary>
    public static IEnumerable<FactorState> BeforeReset => from state in Factors from barred in s_bars select state with { Suspended = Methods, Barred = barred };

    public bool HasFactor => Sms || Totp;

    /// <summary>A password alone opens no session.</summary>
    public bool IsEnforced => Reset || s_enforced.Contains(Demand);

    /// <summary>The last factor stays on.</summary>
    public bool IsDemanded => Demand == Demand.Later || s_enforced.Contains(Demand);

    /// <summary>What the right password gets.</summary>
    public string Login => Disabled ? "account_disabled" : HasFactor ? "secondFactorRequired" : IsEnforced ? "enrollmentRequired" : "complete";

    private bool NumberAnswers => Phone && Barred != "sms" && !Suspended.Contains("sms");

    /// <summary>True when a right code of the method ends the log-in.</summary>
    public bool Opens(string method) => !Suspended.Contains(method) && Has(method) && Barred != method;

    /// <summary>True when the log-in names the method: also one that opens later, but none that only another one sets free.</summary>
    public bool Lists(string method) => !Suspended.Contains(method) && Has(method) && (Barred != method || method == "sms");

    /// <summary>True when somebody with the right password and the phones gets in that way.</summary>
    public bool Opens(Way way) => way switch
    {
        Way.App => !(Reset && Phone),
        Way.AppAndNumber => NumberAnswers,
        Way.VerifiedNumber => Reset ? NumberAnswers : Phone && Barred != "sms",
        Way.AnotherNumber => Barred != "sms" && !(Reset && Phone),
        _ => NumberAnswers,
    };

    public bool Has(string method) => method switch
    {
        "totp" => Totp,
        "sms" => Sms,
        _ => Codes,
    };

    public override string ToString() =>
        $"{(Phone ? "number" : "no number")}, sms {Sms}, totp {Totp}, codes {Codes}, demanded {Demand}, reset {Reset}, suspended {string.Join('+', Suspended)}, barred {Barred}, disabled {Disabled}";

    private static IEnumerable<FactorState> SecondSteps() =>
        from state in Factors
        where state.HasFactor
        from suspended in Subsets([.. Methods.Where(state.Has)])
        from barred in s_bars
        select state with { Suspended = suspended, Barred = barred };

    private static IEnumerable<FactorState> Demands() => from state in Factors from demand in Enum.GetValues<Demand>() select state with { Demand = demand };

    private static IEnumerable<FactorState> Enrolments() =>
        from state in Factors
        where !state.HasFactor
        from reset in s_either
        from suspended in Subsets(["sms"])
        from barred in s_bars
        from demand in reset && barred is null ? Enum.GetValues<Demand>() : [reset ? Demand.None : Demand.Everybody]
        select state with { Reset = reset, Suspended = suspended, Barred = barred, Demand = demand };

    private static IEnumerable<FactorState> Shut() => from state in Factors from reset in s_either where !(reset && state.HasFactor) select state with { Reset = reset, Disabled = true };

    private static IEnumerable<IReadOnlyList<string>> Subsets(IReadOnlyList<string> of) =>
        Enumerable.Range(0, 1 << of.Count).Select(chosen => of.Where((_, i) => (chosen >> i & 1) == 1).ToList());
}
