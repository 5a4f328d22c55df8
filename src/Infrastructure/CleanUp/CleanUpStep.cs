using CleanAuth.Domain.Login;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>One kind of row and its time.</summary>
/// <param name="Name">In the log and the metric.</param>
/// <param name="Retention">From the moment that <paramref name="RemoveAsync"/> compares.</param>
/// <param name="RemoveAsync">Removes up to so many rows from before a moment, in one statement, and gives their number. Passes over rows that somebody holds.</param>
internal sealed record CleanUpStep(
    string Name, Func<CleanUpPolicy, TimeSpan> Retention, Func<AuthDbContext, DateTimeOffset, int, CancellationToken, Task<int>> RemoveAsync)
{
    // From the last wrong one. Not for operators to shorten: waiting must not be a way to further guesses.
    private static readonly TimeSpan s_failures = TimeSpan.FromDays(30);

    /// <summary>In this order: sessions go when their tokens are gone.</summary>
    internal static IReadOnlyList<CleanUpStep> All { get; } =
    [
        new("outbox_messages", policy => TimeSpan.FromHours(policy.UnprovedNumberHours), CleanUpStatements.RemoveMessagesAsync),
        new("otp_challenges_unproved", policy => TimeSpan.FromHours(policy.UnprovedNumberHours), CleanUpStatements.RemoveUnprovedChallengesAsync),
        new("otp_challenges", policy => TimeSpan.FromDays(policy.ChallengeDays), CleanUpStatements.RemoveChallengesAsync),
        new("phone_proofs", policy => TimeSpan.FromHours(policy.UnprovedNumberHours), CleanUpStatements.RemovePhoneProofsAsync),
        new("otp_sends", policy => TimeSpan.FromDays(policy.CounterDays), CleanUpStatements.RemoveSendsAsync),
        new("spend_counters", policy => TimeSpan.FromDays(policy.CounterDays), CleanUpStatements.RemoveCountersAsync),
        new("spend_counters_usage", policy => TimeSpan.FromDays(policy.UsageDays), CleanUpStatements.RemoveUsageAsync),
        new("pending_logins", policy => TimeSpan.FromHours(policy.StepHours), CleanUpStatements.RemovePendingLoginsAsync),
        new("enrollments", policy => TimeSpan.FromHours(policy.StepHours), CleanUpStatements.RemoveEnrollmentsAsync),
        new("pending_authenticators", policy => TimeSpan.FromHours(policy.StepHours), CleanUpStatements.RemovePendingAuthenticatorsAsync),
        new("known_sources", _ => IKnownSources.Life, CleanUpStatements.RemoveKnownSourcesAsync),
        new("password_budgets", _ => s_failures, CleanUpStatements.RemovePasswordBudgetsAsync),
        new("reset_budgets", _ => s_failures, CleanUpStatements.RemoveResetBudgetsAsync),
        new("reset_tokens", policy => TimeSpan.FromHours(policy.StepHours), CleanUpStatements.RemoveResetTokensAsync),
        new("activity", policy => TimeSpan.FromDays(policy.ActivityDays), CleanUpStatements.RemoveActivityAsync),
        new("refresh_tokens", policy => TimeSpan.FromDays(policy.RefreshTokenDays), CleanUpStatements.RemoveRefreshTokensAsync),
        new("refresh_tokens_of_ended_sessions", policy => TimeSpan.FromDays(policy.SessionDays), CleanUpStatements.RemoveRefreshTokensOfEndedSessionsAsync),
        new("sessions", policy => TimeSpan.FromDays(policy.SessionDays), CleanUpStatements.RemoveSessionsAsync),
    ];
}
