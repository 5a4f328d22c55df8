using System.ComponentModel.DataAnnotations;
using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Sessions;

/// <summary>How long sessions and the steps around them live.</summary>
public sealed class SessionPolicy
{
    public const string Section = "Sessions";

    /// <summary>A session that is not refreshed for this many seconds is over (1 hour to 90 days; default 14 days).</summary>
    [Range(3600, 7_776_000)]
    public int IdleSeconds { get; init; } = 1_209_600;

    /// <summary>A session ends this many seconds after log-in, whatever its use (1 hour to 365 days; default 90 days).</summary>
    [Range(3600, 31_536_000)]
    public int AbsoluteSeconds { get; init; } = 7_776_000;

    /// <summary>As <see cref="IdleSeconds"/>, for whoever administers at that moment, if it is less (300-86,400; default 1 hour).</summary>
    [Range(300, 86_400)]
    public int AdminIdleSeconds { get; init; } = 3600;

    /// <summary>As <see cref="AbsoluteSeconds"/>, for whoever administers at that moment, if it is less (1 hour to 30 days; default 1 day).</summary>
    [Range(3600, 2_592_000)]
    public int AdminAbsoluteSeconds { get; init; } = 86_400;

    /// <summary>A refresh token that is sent again within this many seconds gets the same successor (0-60).</summary>
    [Range(0, 60)]
    public int RefreshGraceSeconds { get; init; } = 10;

    /// <summary>Sensitive operations need a proof younger than this many seconds (60-3600; ASVS 5.0 7.5.1).</summary>
    [Range(60, 3600)]
    public int StepUpSeconds { get; init; } = 600;

    /// <summary>Open sessions of one account; one more log-in ends the oldest (1-1000).</summary>
    [Range(1, 1000)]
    public int MaxPerAccount { get; init; } = 50;

    /// <summary>
    /// For so many seconds a node takes what it read about a session for true where nothing is changed (0-5; security-requirements D8). 0: it reads
    /// at every request.
    /// </summary>
    [Range(0, 5)]
    public int CacheSeconds { get; init; } = 5;

    /// <summary>Life of the <c>secondFactorToken</c> in seconds (60-900).</summary>
    [Range(60, 900)]
    public int SecondFactorTokenSeconds { get; init; } = 600;

    /// <summary>Codes that one <c>secondFactorToken</c> may try in all, whatever the number of challenges (3-10).</summary>
    [Range(3, 10)]
    public int SecondFactorTokenTries { get; init; } = 10;

    /// <summary>Life of the <c>enrollmentToken</c> in seconds (60-900): finding and installing an app takes longer than reading a code.</summary>
    [Range(60, 900)]
    public int EnrollmentTokenSeconds { get; init; } = 900;

    public TimeSpan Idle => TimeSpan.FromSeconds(IdleSeconds);

    public TimeSpan Absolute => TimeSpan.FromSeconds(AbsoluteSeconds);

    public TimeSpan AdminIdle => TimeSpan.FromSeconds(AdminIdleSeconds);

    public TimeSpan AdminAbsolute => TimeSpan.FromSeconds(AdminAbsoluteSeconds);

    public TimeSpan RefreshGrace => TimeSpan.FromSeconds(RefreshGraceSeconds);

    public TimeSpan Cache => TimeSpan.FromSeconds(CacheSeconds);

    public TimeSpan StepUp => TimeSpan.FromSeconds(StepUpSeconds);

    public TimeSpan SecondFactorTokenLife => TimeSpan.FromSeconds(SecondFactorTokenSeconds);

    public TimeSpan EnrollmentTokenLife => TimeSpan.FromSeconds(EnrollmentTokenSeconds);

    /// <summary>When a session that is not used any more is over: at <paramref name="end"/>, what a user's has, or earlier.</summary>
    /// <param name="role">Of its account, at this moment.</param>
    public DateTimeOffset EndOf(Role role, DateTimeOffset openedAt, DateTimeOffset lastUsedAt, DateTimeOffset end) =>
        role == Role.Admin ? new[] { openedAt + AdminAbsolute, lastUsedAt + AdminIdle, end }.Min() : end;
}
