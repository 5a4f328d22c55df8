using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>How long rows stay, and how they are removed. The longest times are those of security-requirements section 17.</summary>
internal sealed class CleanUpPolicy
{
    internal const string Section = "CleanUp";

    /// <summary>Seconds between two rounds (1-3600).</summary>
    [Range(1, 3600)]
    public int IntervalSeconds { get; init; } = 300;

    /// <summary>Rows that one statement removes at most (10-10,000).</summary>
    [Range(10, 10_000)]
    public int BatchRows { get; init; } = 1_000;

    /// <summary>Hours that a number which nobody proved is kept in clear, and every message (1-24).</summary>
    [Range(1, 24)]
    public int UnprovedNumberHours { get; init; } = 24;

    /// <summary>Days that a challenge is kept whose code came back right (1-30).</summary>
    [Range(1, 30)]
    public int ChallengeDays { get; init; } = 30;

    /// <summary>Days that sends and counters of numbers, clients and accounts are kept; limits look back one day (2-30).</summary>
    [Range(2, 30)]
    public int CounterDays { get; init; } = 30;

    /// <summary>Days that the sums of <c>sms usage</c> are kept, which name nobody (31-3650).</summary>
    [Range(31, 3650)]
    public int UsageDays { get; init; } = 400;

    /// <summary>Hours that steps which lead on to a log-in or a factor are kept after their end (2-720).</summary>
    [Range(2, 720)]
    public int StepHours { get; init; } = 24;

    /// <summary>Days that an owner sees what happened to the account, with shortened addresses (1-90).</summary>
    [Range(1, 90)]
    public int ActivityDays { get; init; } = 90;

    /// <summary>Days that a refresh token is known after its own end. Until then its reuse ends the session; later it is an unknown token (1-90).</summary>
    [Range(1, 90)]
    public int RefreshTokenDays { get; init; } = 14;

    /// <summary>Days that a session is kept after its end (1-400).</summary>
    [Range(1, 400)]
    public int SessionDays { get; init; } = 30;

    /// <summary>Days that audit events are kept; only the command <c>purge-audit</c> removes them (30-3650).</summary>
    [Range(30, 3650)]
    public int AuditDays { get; init; } = 400;

    /// <summary>The first day (UTC) whose audit events may not be removed yet.</summary>
    internal DateOnly FirstAuditDay(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-AuditDays);

    internal TimeSpan Interval => TimeSpan.FromSeconds(IntervalSeconds);

    /// <summary>A node that missed three rounds is gone.</summary>
    internal TimeSpan Lease => 3 * Interval;
}
