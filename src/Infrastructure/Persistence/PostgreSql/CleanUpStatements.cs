using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

/// <summary>
/// One batch each, oldest first, along an index. Rows that somebody holds are passed over, so the job neither waits for them nor stops at them. The array
/// makes the inner select run once: as a plain sub-select the planner may run it for every row, and each run locks further ones, past the limit. A row
/// that was changed since the select has another ctid, and stays for the next round.
/// </summary>
internal static class CleanUpStatements
{
    // Unfinished ones may be on their way; the dispatcher ends them when their time is over.
    internal static Task<int> RemoveMessagesAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM outbox_messages WHERE ctid = ANY (ARRAY(SELECT ctid FROM outbox_messages
                WHERE created_at < {before} AND finished_at IS NOT NULL ORDER BY created_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveUnprovedChallengesAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM otp_challenges WHERE ctid = ANY (ARRAY(SELECT ctid FROM otp_challenges
                WHERE spent_at IS NULL AND created_at < {before} ORDER BY created_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveChallengesAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM otp_challenges WHERE ctid = ANY (ARRAY(SELECT ctid FROM otp_challenges
                WHERE spent_at IS NOT NULL AND created_at < {before} ORDER BY created_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemovePhoneProofsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM phone_proofs WHERE ctid = ANY (ARRAY(SELECT ctid FROM phone_proofs
                WHERE created_at < {before} ORDER BY created_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveSendsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM otp_sends WHERE ctid = ANY (ARRAY(SELECT ctid FROM otp_sends
                WHERE sent_at < {before} ORDER BY sent_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveCountersAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        RemoveCountersAsync(db, [SpendKind.AccountDay, SpendKind.ClientHour, SpendKind.PrefixHour, SpendKind.ConversionMinute], before, most, ct);

    internal static Task<int> RemoveUsageAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        RemoveCountersAsync(db, [SpendKind.CountryDay, SpendKind.TotalDay, SpendKind.RefusedDay], before, most, ct);

    internal static Task<int> RemovePendingLoginsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM pending_logins WHERE ctid = ANY (ARRAY(SELECT ctid FROM pending_logins
                WHERE expires_at < {before} ORDER BY expires_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveEnrollmentsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM enrollments WHERE ctid = ANY (ARRAY(SELECT ctid FROM enrollments
                WHERE expires_at < {before} ORDER BY expires_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemovePendingAuthenticatorsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM pending_authenticators WHERE ctid = ANY (ARRAY(SELECT ctid FROM pending_authenticators
                WHERE expires_at < {before} ORDER BY expires_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveKnownSourcesAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM known_sources WHERE ctid = ANY (ARRAY(SELECT ctid FROM known_sources
                WHERE last_login_at < {before} ORDER BY last_login_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemovePasswordBudgetsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM password_budgets WHERE ctid = ANY (ARRAY(SELECT ctid FROM password_budgets
                WHERE last_failure_at < {before} ORDER BY last_failure_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveResetBudgetsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM reset_budgets WHERE ctid = ANY (ARRAY(SELECT ctid FROM reset_budgets
                WHERE last_failure_at < {before} ORDER BY last_failure_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveResetTokensAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM reset_tokens WHERE ctid = ANY (ARRAY(SELECT ctid FROM reset_tokens
                WHERE expires_at < {before} ORDER BY expires_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveActivityAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM activity WHERE ctid = ANY (ARRAY(SELECT ctid FROM activity
                WHERE at < {before} ORDER BY at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveRefreshTokensAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM refresh_tokens WHERE ctid = ANY (ARRAY(SELECT ctid FROM refresh_tokens
                WHERE expires_at < {before} ORDER BY expires_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    // Apart from their sessions: a session refreshed for months has thousands, and a cascade knows no limit.
    internal static Task<int> RemoveRefreshTokensOfEndedSessionsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM refresh_tokens WHERE ctid = ANY (ARRAY(SELECT t.ctid FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id
                WHERE s.ended_at < {before} OR s.ends_at < {before} LIMIT {most} FOR UPDATE OF t SKIP LOCKED))
            """, ct);

    internal static Task<int> RemoveSessionsAsync(AuthDbContext db, DateTimeOffset before, int most, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"""
            DELETE FROM sessions WHERE ctid = ANY (ARRAY(SELECT s.ctid FROM sessions s
                WHERE (s.ended_at < {before} OR s.ends_at < {before}) AND NOT EXISTS (SELECT FROM refresh_tokens t WHERE t.session_id = s.id)
                LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);

    private static Task<int> RemoveCountersAsync(AuthDbContext db, SpendKind[] kinds, DateTimeOffset before, int most, CancellationToken ct)
    {
        int[] numbers = [.. kinds.Select(kind => (int)kind)];
        return db.Database.ExecuteSqlAsync($"""
            DELETE FROM spend_counters WHERE ctid = ANY (ARRAY(SELECT ctid FROM spend_counters
                WHERE kind = ANY ({numbers}) AND window_start < {before} LIMIT {most} FOR UPDATE SKIP LOCKED))
            """, ct);
    }
}
