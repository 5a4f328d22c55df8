using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>The waiting messages as one dispatcher sees them.</summary>
internal sealed class OutboxQueue(AuthDbContext db)
{
    /// <summary>Longer than a gateway call can take (<c>Plivo:TimeoutSeconds</c> is at most 10), so that a lease that ran out means a dead node.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const int MaxAttempts = 5;

    /// <summary>Takes up to <paramref name="most"/> due messages; no other node gets the same ones. Cannot be cancelled: what was taken must be known.</summary>
    internal Task<List<OutboxMessageRow>> ClaimAsync(int most, DateTimeOffset now)
    {
        var leaseEnd = now + Lease;

        // The condition stands twice on purpose: correctness must not hang on the lock hint (docs/adr/0002).
        return db.OutboxMessages.FromSqlInterpolated($"""
            UPDATE outbox_messages SET state = {OutboxState.Sending}, due_at = {leaseEnd}, attempts = attempts + 1
            WHERE state = {OutboxState.Queued} AND due_at <= {now} AND id IN (
                SELECT id FROM outbox_messages WHERE state = {OutboxState.Queued} AND due_at <= {now}
                ORDER BY due_at LIMIT {most} FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(CancellationToken.None);
    }

    /// <summary>A node died between taking a message and storing what became of it: nobody knows whether it was sent, so it is not sent again.</summary>
    internal Task<int> GiveUpLostAsync(DateTimeOffset now, CancellationToken ct) =>
        db.OutboxMessages.Where(m => m.State == OutboxState.Sending && m.DueAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Unknown).SetProperty(m => m.Reason, "node_lost")
                .SetProperty(m => m.FinishedAt, now).SetProperty(m => m.ProtectedText, (byte[]?)null), ct);

    /// <summary>Stores what became of a claimed message; the guard is the claim itself.</summary>
    internal async Task FinishAsync(OutboxMessageRow message, SmsOutcome outcome, DateTimeOffset now)
    {
        var mine = db.OutboxMessages.Where(m => m.Id == message.Id && m.State == OutboxState.Sending && m.DueAt == message.DueAt);
        if (outcome.Kind == SmsOutcomeKind.NotSent && message.Attempts < MaxAttempts)
        {
            var retryAt = now + TimeSpan.FromSeconds(1 << message.Attempts);
            await mine.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Queued).SetProperty(m => m.DueAt, retryAt)
                .SetProperty(m => m.Reason, outcome.Reason), CancellationToken.None);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await mine.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, FinalState(outcome.Kind)).SetProperty(m => m.ProviderId, outcome.ProviderId)
            .SetProperty(m => m.Reason, outcome.Reason).SetProperty(m => m.FinishedAt, now).SetProperty(m => m.ProtectedText, (byte[]?)null), CancellationToken.None);
        if (outcome.Kind == SmsOutcomeKind.Accepted && message.ChallengeId is not null)
        {
            await SupersedeOlderAsync(message.ChallengeId, now);
            await DropSupersededAsync(message.Phone, now);
        }

        await transaction.CommitAsync(CancellationToken.None);
    }

    // Only now does the older code end: until the gateway took the new one, the person may hold nothing but the old one (decisions 11).
    private Task<int> SupersedeOlderAsync(string challenge, DateTimeOffset now) =>
        db.OtpChallenges.Where(old => old.SupersededAt == null && old.SpentAt == null && db.OtpChallenges.Any(sent => sent.Id == challenge
                && old.Phone == sent.Phone && old.Purpose == sent.Purpose && old.AccountId == sent.AccountId && old.LoginId == sent.LoginId
                && old.CreatedAt < sent.CreatedAt))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.SupersededAt, now), CancellationToken.None);

    // A message that waits for another try would bring a dead code after the live one.
    private Task<int> DropSupersededAsync(string phone, DateTimeOffset now) =>
        db.OutboxMessages.Where(m => m.Phone == phone && m.State == OutboxState.Queued && db.OtpChallenges.Any(c => c.Id == m.ChallengeId && c.SupersededAt != null))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Failed).SetProperty(m => m.Reason, "superseded").SetProperty(m => m.FinishedAt, now)
                .SetProperty(m => m.ProtectedText, (byte[]?)null), CancellationToken.None);

    private static OutboxState FinalState(SmsOutcomeKind kind) => kind switch
    {
        SmsOutcomeKind.Accepted => OutboxState.Sent,
        SmsOutcomeKind.Refused or SmsOutcomeKind.NotSent => OutboxState.Failed,
        SmsOutcomeKind.Unknown => OutboxState.Unknown,
    };
}
