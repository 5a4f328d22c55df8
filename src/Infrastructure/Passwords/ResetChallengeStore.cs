using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Infrastructure.Otp;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Passwords;

internal sealed class ResetChallengeStore(AuthDbContext db, OtpSends sends, NumberKeys keys, SpendTally tally) : IResetChallenges
{
    public Task<SendHistory> SendsAsync(AccountId subject, DateTimeOffset now, CancellationToken ct) =>
        sends.OfAsync(keys.Of(subject), SendLane.PasswordReset, now, ct);

    public async Task<bool> OpenDecoyAsync(OtpChallenge decoy, CodeHash hash, SendHistory history, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        sends.Add(decoy, history);
        db.OtpChallenges.Add(OtpChallengeRow.Of(decoy, hash, asker: null));
        if (!await db.TrySaveAsync(ct))
        {
            return false;
        }

        // Counts nothing, but waits for the row that everybody waits for: a decoy takes as long as a message.
        await tally.AddAsync([SpendEntry.At(SpendKind.TotalDay, SpendKeys.Total, decoy.CreatedAt)], ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<OtpChallenge?> FindAsync(ChallengeId id, CancellationToken ct) =>
        (await db.OtpChallenges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id.Value && c.Purpose == OtpPurpose.PasswordReset, ct))?.ToChallenge();
}
