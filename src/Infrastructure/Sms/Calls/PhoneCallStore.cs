using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Sms.Webhooks;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms.Calls;

internal sealed class PhoneCallStore(AuthDbContext db, OutboxTexts texts, SpendLedger ledger, OtpPolicy policy, ILogger<PhoneCallStore> logger) : IPhoneCalls
{
    public async Task<string?> TakeAsync(Guid message, GatewayCall call, DateTimeOffset now, CancellationToken ct)
    {
        var callId = PlivoCallFields.IdOf(call);
        if (callId is null || await Live(message, now).Where(m => m.CallId == null || m.CallId == callId)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.CallId, callId), ct) == 0)
        {
            return null;
        }

        return await db.OutboxMessages.Where(m => m.Id == message).Select(m => m.Voice).SingleOrDefaultAsync(ct);
    }

    public async Task<SpokenCode?> PressKeyAsync(Guid message, GatewayCall call, DateTimeOffset now, CancellationToken ct)
    {
        if (PlivoCallFields.IdOf(call) is not { } callId || !PlivoCallFields.IsKeyPress(call))
        {
            return null;
        }

        var greeted = Live(message, now).Where(m => m.CallId == callId);
        if (await greeted.Where(m => m.State != OutboxState.Delivered)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Delivered).SetProperty(m => m.FinishedAt, now), ct) == 1)
        {
            await ledger.CountDeliveredAsync(message, ct);
        }

        return await greeted.Where(m => m.State == OutboxState.Delivered).Select(m => new { m.Voice, m.ProtectedText }).SingleOrDefaultAsync(ct) is { } words
            ? new SpokenCode(words.Voice!, texts.Unprotect(message, words.ProtectedText!))
            : null;
    }

    public async Task HangUpAsync(Guid message, GatewayCall call, DateTimeOffset now, CancellationToken ct)
    {
        if (PlivoCallFields.IdOf(call) is not { } callId)
        {
            return;
        }

        // In this order: a key press at the same moment comes before both or finds no text. Of a call that was heard the text may have gone with its code.
        var reason = PlivoCallFields.ReasonOf(call);
        var mine = MayBeCalling(message).Where(m => m.CallId == null || m.CallId == callId);
        var unheard = await mine.Where(m => m.State != OutboxState.Delivered).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.CallId, callId).SetProperty(m => m.State, OutboxState.Undelivered).SetProperty(m => m.Reason, reason)
                .SetProperty(m => m.FinishedAt, now).SetProperty(m => m.ProtectedText, (byte[]?)null), ct);
        var heard = await mine.Where(m => m.State == OutboxState.Delivered).ExecuteUpdateAsync(set => set.SetProperty(m => m.ProtectedText, (byte[]?)null), ct);
        if (unheard + heard == 0)
        {
            return;
        }

        logger.Ended(message, heard == 1 ? null : reason);
        if (PlivoReport.Cost(call["TotalCost"]) is { } cost)
        {
            await ledger.CorrectAsync(message, cost, ct);
        }
    }

    // Plivo may ask before the answer to our own request came, and also when that answer never came.
    private IQueryable<OutboxMessageRow> MayBeCalling(Guid message) =>
        db.OutboxMessages.Where(m => m.Id == message && m.Channel == OtpChannel.Voice
            && (m.State == OutboxState.Sending || m.State == OutboxState.Sent || m.State == OutboxState.Unknown || m.State == OutboxState.Delivered));

    private IQueryable<OutboxMessageRow> Live(Guid message, DateTimeOffset now) =>
        MayBeCalling(message).Where(m => m.ProtectedText != null && m.ExpiresAt > now && db.OtpChallenges.Any(c =>
            c.Id == m.ChallengeId && c.SpentAt == null && c.SupersededAt == null && c.ExpiresAt > now && c.Tries < policy.MaxTries));
}
