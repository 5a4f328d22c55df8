namespace CleanAuth.Domain.TwoFactor;

/// <summary>
/// What a password was reset with cannot be the second proof as well, or one stolen thing would open the account (ASVS 5.0 6.4.3,
/// NIST SP 800-63B-4 4.2.2.2, decisions 1).
/// </summary>
/// <param name="Factor">What the last reset was proved with.</param>
/// <param name="Until">From this moment on it is taken again; null: as soon as another factor was proved.</param>
public sealed record FactorBar(Factor Factor, DateTimeOffset? Until)
{
    private static readonly TimeSpan s_afterSms = TimeSpan.FromHours(24);

    // What Retry-After says where only another factor helps.
    private static readonly TimeSpan s_open = TimeSpan.FromDays(1);

    /// <summary>24 h for a number, which its owner gets back; for recovery codes until there was a better proof.</summary>
    public static FactorBar AfterReset(Factor proof, DateTimeOffset at) => new(proof, proof == Factor.Sms ? at + s_afterSms : null);

    public bool Holds(Factor factor, DateTimeOffset now) => factor == Factor && (Until is null || now < Until);

    /// <summary>Refuses with <c>factor_throttled</c> and the time to wait, or gives null.</summary>
    public Error? Judge(Factor factor, DateTimeOffset now) =>
        Holds(factor, now) ? TwoFactorErrors.FactorBarred(Until is { } until ? until - now : s_open) : null;
}
