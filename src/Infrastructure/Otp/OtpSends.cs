using CleanAuth.Domain.Otp;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Otp;

/// <summary>The sends that the limits look at: those to a number, and for a password reset those in the name of an account.</summary>
internal sealed class OtpSends(AuthDbContext db, NumberKeys keys, OtpPolicy policy)
{
    internal async Task<SendHistory> OfAsync(byte[] key, SendLane lane, DateTimeOffset now, CancellationToken ct)
    {
        var sends = await db.OtpSends.AsNoTracking().Where(s => s.NumberKey == key && s.Lane == lane)
            .OrderByDescending(s => s.Sequence).Take(policy.MaxSendsPerDay).ToListAsync(ct);
        return new SendHistory(lane, sends.Count == 0 ? 0 : sends[0].Sequence,
            [.. sends.Select(s => s.SentAt).Where(at => at > now - SendLimits.Memory).Order()]);
    }

    /// <summary>Takes the next send of the lane; the primary key decides at the save.</summary>
    internal void Add(OtpChallenge challenge, SendHistory history) =>
        db.OtpSends.Add(new OtpSendRow
        {
            NumberKey = challenge.Scope is { Purpose: OtpPurpose.PasswordReset, Account: { } subject } ? keys.Of(subject) : keys.Of(challenge.Phone),
            Lane = history.Lane,
            Sequence = history.LastSequence + 1,
            SentAt = challenge.CreatedAt,
        });
}
