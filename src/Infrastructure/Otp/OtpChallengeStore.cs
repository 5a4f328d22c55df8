using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Otp;

internal sealed class OtpChallengeStore(AuthDbContext db, OtpPolicy policy, OtpSends sends, NumberKeys numberKeys, OutboxTexts texts, SpendTally tally, SpendKeys spendKeys, Refusals refusals) : IOtpChallenges
{
    public Task<SendHistory> SendsAsync(PhoneNumber phone, SendLane lane, DateTimeOffset now, CancellationToken ct) =>
        sends.OfAsync(numberKeys.Of(phone), lane, now, ct);

    public async Task<Result<bool>> OpenAsync(OtpChallenge challenge, CodeHash hash, OutgoingMessage message, SendHistory history, SendAttempt attempt, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            if (!await StoreAsync(challenge, hash, message, history, attempt, ct))
            {
                return false;
            }
        }
        catch (DbUpdateException e) when (challenge.Scope.Purpose == OtpPurpose.PasswordReset && GoneAccount.Caused(e))
        {
            // Deleted meanwhile. Everywhere else its token is dead; whoever forgot a password has none and is told what nobody is told.
            return AccountErrors.NotFound;
        }

        if (await tally.CountAsync(attempt, ct) is { } refusal)
        {
            if (refusals.Holds(refusal))
            {
                await transaction.RollbackAsync(ct);
            }

            if (await refusals.CountAsync(refusal, attempt.To, attempt.At, ct) is { } error)
            {
                return error;
            }
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    public async Task<ChallengeDelivery?> FindDeliveryAsync(ChallengeId id, DateTimeOffset now, CancellationToken ct)
    {
        var found = await db.OtpChallenges.AsNoTracking().Where(c => c.Id == id.Value && c.ExpiresAt > now)
            .LeftJoin(db.OutboxMessages, c => c.Id, m => m.ChallengeId, (challenge, message) => new { challenge, message })
            .SingleOrDefaultAsync(ct);
        return found switch
        {
            null => null,

            // Whether there was a message is what nobody may learn (security-requirements D2).
            { challenge.Purpose: OtpPurpose.PasswordReset } or { message: null } =>
                new ChallengeDelivery(found.challenge.ToChallenge(), OtpChannel.Sms, OtpDelivery.Unknown, null),
            { message: var message } => OutboxStates.ToDelivery(found.challenge.ToChallenge(), message.Channel, message.State, message.Reason),
        };
    }

    public async Task<Result<CountedTry>> CountTryAsync(ChallengeId id, OtpScope scope, DateTimeOffset now, CancellationToken ct)
    {
        var counted = await Matching(id, scope)
            .Where(c => c.SpentAt == null && c.SupersededAt == null && c.ExpiresAt > now && c.Tries < policy.MaxTries)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Tries, c => c.Tries + 1), ct);

        var row = await Matching(id, scope).AsNoTracking().SingleOrDefaultAsync(ct);
        return row switch
        {
            null => OtpErrors.ChallengeNotFound,
            _ when counted == 1 => new CountedTry(row.ToChallenge(), new CodeHash(row.KeyId, row.CodeHash)),
            { SpentAt: not null } => OtpErrors.ChallengeUsed,

            // Told for good, also once the code's own time is over. What EndAllAsync ended has both times alike, and no newer code.
            { SupersededAt: { } superseded } when superseded < row.ExpiresAt => OtpErrors.CodeSuperseded,
            _ when row.ExpiresAt <= now => OtpErrors.ChallengeExpired,
            _ => OtpErrors.ChallengeExhausted,
        };
    }

    public Task<bool> ConsumeAsync(ChallengeId id, DateTimeOffset now, CancellationToken ct) =>
        db.OtpChallenges.Where(c => c.Id == id.Value && c.SupersededAt == null && c.ExpiresAt > now).SpendAsync(now, ct);

    public async Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        // First, as at the end of a send. The dispatcher takes what has expired, sends none of it and gives back its price.
        await db.OutboxMessages.Where(m => m.AccountId == account.Value && m.ChallengeId != null && m.State == OutboxState.Queued)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.ExpiresAt, now).SetProperty(m => m.DueAt, now), ct);
        await db.OtpChallenges.Where(c => c.AccountId == account.Value && c.SpentAt == null && c.ExpiresAt > now)
            // Superseded as well, because that takes no clock: a request of another moment or node that still sees time left is refused too.
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ExpiresAt, now).SetProperty(c => c.SupersededAt, now), ct);
    }

    private Task<bool> StoreAsync(OtpChallenge challenge, CodeHash hash, OutgoingMessage message, SendHistory history, SendAttempt attempt, CancellationToken ct)
    {
        sends.Add(challenge, history);
        db.OtpChallenges.Add(OtpChallengeRow.Of(challenge, hash, challenge.Scope.Account is null ? spendKeys.Client(attempt.Client) : null));
        db.OutboxMessages.Add(ToRow(challenge, message, attempt.Price));
        return db.TrySaveAsync(ct);
    }

    private IQueryable<OtpChallengeRow> Matching(ChallengeId id, OtpScope scope)
    {
        Guid? account = scope.Account?.Value;
        var login = scope.Waiting;
        Guid? session = scope.Session?.Value;
        return db.OtpChallenges.Where(
            c => c.Id == id.Value && c.Purpose == scope.Purpose && c.AccountId == account && c.LoginId == login && c.SessionId == session);
    }

    private OutboxMessageRow ToRow(OtpChallenge challenge, OutgoingMessage message, Money price) =>
        new()
        {
            Id = message.Id,
            ChallengeId = challenge.Id.Value,
            AccountId = challenge.Scope.Account?.Value,
            Channel = message.Channel,
            Phone = message.To.Value,
            Voice = message.Voice,
            ProtectedText = texts.Protect(message.Id, message.Text),
            CreatedAt = challenge.CreatedAt,
            DueAt = challenge.CreatedAt,
            ExpiresAt = message.ExpiresAt,
            PriceMicros = price.Micros,
        };
}
