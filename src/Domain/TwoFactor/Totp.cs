namespace CleanAuth.Domain.TwoFactor;

/// <summary>
/// The parameters of codes from authenticator apps, in one place (RFC 6238 over RFC 4226). These are what every app understands without being
/// told; others are read wrongly by some, so they are no settings.
/// </summary>
public static class Totp
{
    public const int Digits = 6;

    /// <summary>Length of a time step in seconds (RFC 6238 5.2 recommends 30).</summary>
    public const int StepSeconds = 30;

    /// <summary>Steps before and after the current one whose code is taken: clocks differ, and people type (RFC 6238 5.2).</summary>
    public const int Window = 1;

    /// <summary>A code of a step this far back tells that the phone's clock is slow (decisions 5). Later steps are never told.</summary>
    public const int OldestHintedStep = -10;

    /// <summary>The number of the time step: RFC 6238 4.2 with T0 = 0.</summary>
    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;
}
