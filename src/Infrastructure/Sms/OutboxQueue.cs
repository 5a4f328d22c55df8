using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>The waiting messages as one dispatcher sees them. Every change is guarded by the state and the claim that it follows from.</summary>
internal sealed class OutboxQueue(AuthDbContext db, SpendLedger ledger, IOptions<PlivoOptions> plivo)
{
    /// <summary>What a message that nobody finished says: whoever had it is gone.</summary>
    internal const string NodeLost = "node_lost";

    // A lease that ran out means a dead node: an attempt ends after one time-out.
    private TimeSpan Lease => 3 * plivo.Value.Timeout;

    /// <summary>Takes up to <paramref name="most"/> due messages; no other node gets the same ones. Cannot be cancelled: what was taken must be known.</summary>
    internal Task<List<OutboxMessageRow>> ClaimAsync(int most, DateTimeOffset now) => db.Claim(most, now, now + Lease).ToListAsync(CancellationToken.None);

    /// <summary>Writes down that the message leaves now; false when the claim is no longer ours, or the kill switch is on.</summary>
    internal async Task<bool> LeaveAsync(OutboxMessageRow message, DateTimeOffset now, CancellationToken ct)
    {
        var leaseEnd = now + Lease;
        return await Claimed(message).Where(m => m.State == OutboxState.Claimed && !db.SmsSwitch.Any(s => s.IsOff))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Sending).SetProperty(m => m.DueAt, leaseEnd), ct) == 1;
    }

    /// <summary>Nobody knows whether these were sent, so they are not sent again.</summary>
    internal async Task<int> GiveUpLostAsync(DateTimeOffset now, CancellationToken ct)
    {
        var lost = await db.OutboxMessages.Where(m => m.State == OutboxState.Sending && m.DueAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Unknown).SetProperty(m => m.Reason, NodeLost)
                .SetProperty(m => m.FinishedAt, now).SetProperty(m => m.ProtectedText, m => m.Channel == OtpChannel.Voice ? m.ProtectedText : null), ct);
        if (lost > 0)
        {
            await db.OutboxMessages.Where(m => m.IsLast && m.State == OutboxState.Unknown).ExecuteDeleteAsync(ct);
        }

        return lost;
    }

    /// <summary>Erases what no call may read any more, because its code is over.</summary>
    internal Task<int> EraseExpiredAsync(DateTimeOffset now, CancellationToken ct) =>
        db.OutboxMessages.Where(m => m.ProtectedText != null && m.ExpiresAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ProtectedText, (byte[]?)null), ct);

    /// <summary>Lets any node take the message again from <paramref name="at"/> on.</summary>
    internal Task RetryAsync(OutboxMessageRow message, string? reason, DateTimeOffset at) =>
        Unfinished(message).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, OutboxState.Queued).SetProperty(m => m.DueAt, at).SetProperty(m => m.Reason, reason)

                // Both were lost if it was given up meanwhile.
                .SetProperty(m => m.ProtectedText, message.ProtectedText).SetProperty(m => m.FinishedAt, (DateTimeOffset?)null),
            CancellationToken.None);

    /// <summary>Stores what became of an attempt. Repeating it changes nothing.</summary>
    /// <returns>True when another message waits for the same number.</returns>
    internal async Task<bool> FinishAsync(OutboxMessageRow message, SendOutcome outcome, DateTimeOffset now)
    {
        // Somebody may be taking the call now: its words are still to be asked for.
        var isCalling = message.Channel == OtpChannel.Voice && outcome.Kind is (SendOutcomeKind.Accepted or SendOutcomeKind.Unknown);
        await using (var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None))
        {
            var stored = await Unfinished(message).ExecuteUpdateAsync(
                set => set.SetProperty(m => m.State, FinalState(outcome.Kind)).SetProperty(m => m.ProviderId, outcome.ProviderId)
                    .SetProperty(m => m.Reason, outcome.Reason).SetProperty(m => m.FinishedAt, now)
                    .SetProperty(m => m.ProtectedText, m => isCalling ? m.ProtectedText : null),
                CancellationToken.None);
            if (outcome.Kind == SendOutcomeKind.Accepted && message.ChallengeId is not null)
            {
                await SupersedeOlderAsync(message.ChallengeId, now);
            }

            if (stored == 1 && outcome.Kind != SendOutcomeKind.Accepted)
            {
                await ledger.CountNotAcceptedAsync(message.Id, outcome, CancellationToken.None);
            }

            if (message.IsLast)
            {
                await db.OutboxMessages.Where(m => m.Id == message.Id && m.FinishedAt != null).ExecuteDeleteAsync(CancellationToken.None);
            }

            await transaction.CommitAsync(CancellationToken.None);
        }

        return await db.OutboxMessages.AnyAsync(m => m.Phone == message.Phone && m.State == OutboxState.Queued, CancellationToken.None);
    }

    /// <summary>True when the person has asked for a newer code of the same kind meanwhile: this one is not worth a message any more.</summary>
    internal Task<bool> IsReplacedAsync(OutboxMessageRow message, CancellationToken ct) =>
        db.OtpChallenges.AnyAsync(mine => mine.Id == message.ChallengeId && (mine.SupersededAt != null || db.OtpChallenges.Any(newer =>
            newer.Purpose != OtpPurpose.PasswordReset && newer.Phone == mine.Phone && newer.Purpose == mine.Purpose && newer.AccountId == mine.AccountId && newer.LoginId == mine.LoginId
            && newer.SessionId == mine.SessionId && newer.Asker == mine.Asker && newer.CreatedAt > mine.CreatedAt)), ct);

    // Only now does the older code end: until the gateway took the new one, the person may hold nothing but the old one (decisions 11). One for a
    // password reset ends with its own time: that a newer one was sent would tell that there is somebody to send it to.
    private Task<int> SupersedeOlderAsync(string challenge, DateTimeOffset now) =>
        db.OtpChallenges.Where(old => old.SupersededAt == null && old.SpentAt == null && old.Purpose != OtpPurpose.PasswordReset && db.OtpChallenges.Any(sent => sent.Id == challenge
                && old.Phone == sent.Phone && old.Purpose == sent.Purpose && old.AccountId == sent.AccountId && old.LoginId == sent.LoginId
                && old.SessionId == sent.SessionId && old.Asker == sent.Asker && old.CreatedAt < sent.CreatedAt))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.SupersededAt, now), CancellationToken.None);

    private IQueryable<OutboxMessageRow> Claimed(OutboxMessageRow message) =>
        db.OutboxMessages.Where(m => m.Id == message.Id && m.Attempts == message.Attempts);

    // A slow node may be given up and still know the outcome: the truth wins over the guess.
    private IQueryable<OutboxMessageRow> Unfinished(OutboxMessageRow message) =>
        Claimed(message).Where(m => m.State == OutboxState.Claimed || m.State == OutboxState.Sending || (m.State == OutboxState.Unknown && m.Reason == NodeLost));

    private static OutboxState FinalState(SendOutcomeKind kind) => kind switch
    {
        SendOutcomeKind.Accepted => OutboxState.Sent,
        SendOutcomeKind.Refused or SendOutcomeKind.NotSent => OutboxState.Failed,
        SendOutcomeKind.Unknown => OutboxState.Unknown,
    };
}
