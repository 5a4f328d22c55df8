using CleanAuth.Infrastructure.Sms;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

/// <summary>Takes due messages so that no other node gets the same ones, and of each number only the oldest, so that the order is kept.</summary>
internal static class OutboxClaim
{
    // With the kill switch on only what expired is taken, to be told so. The conditions stand twice on purpose: correctness must not hang on the lock
    // hint (docs/adr/0002). The array makes the inner select run once: as a plain sub-select the planner may run it for every row, and each run
    // locks further ones, past the limit.
    internal static IQueryable<OutboxMessageRow> Claim(this AuthDbContext db, int most, DateTimeOffset now, DateTimeOffset leaseEnd) =>
        db.OutboxMessages.FromSqlInterpolated($"""
            UPDATE outbox_messages SET state = {OutboxState.Claimed}, due_at = {leaseEnd}, attempts = attempts + 1
            WHERE state IN ({OutboxState.Queued}, {OutboxState.Claimed}) AND due_at <= {now}
                AND (expires_at <= {now} OR NOT EXISTS (SELECT FROM sms_switch WHERE is_off)) AND id = ANY (ARRAY(
                SELECT m.id FROM outbox_messages m
                WHERE m.state IN ({OutboxState.Queued}, {OutboxState.Claimed}) AND m.due_at <= {now}
                    AND (m.expires_at <= {now} OR NOT EXISTS (SELECT FROM sms_switch WHERE is_off)) AND NOT EXISTS (
                    SELECT FROM outbox_messages older
                    WHERE older.phone = m.phone AND older.state IN ({OutboxState.Queued}, {OutboxState.Claimed}, {OutboxState.Sending})
                        AND (older.created_at, older.id) < (m.created_at, m.id))
                ORDER BY m.due_at LIMIT {most} FOR UPDATE SKIP LOCKED))
            RETURNING *
            """).AsNoTracking();
}
