using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>What became of messages that were counted: their real price, and that they arrived. Counts on the day and minute that a message was made.</summary>
internal sealed class SpendLedger(AuthDbContext db, SpendTally tally)
{
    /// <summary>
    /// Puts <paramref name="actual"/> in the place of the price that was taken, in the message's row and in the sums of its day. The same price
    /// again changes nothing; of several prices at once each moves the sums from where the one before it left them. Joins the caller's transaction.
    /// </summary>
    internal async Task CorrectAsync(Guid message, Money actual, CancellationToken ct)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        while (await FindAsync(message, ct) is { } found && found.PriceMicros != actual.Micros)
        {
            if (await TryCorrectAsync(message, found, actual, ct))
            {
                break;
            }
        }

        if (own is not null)
        {
            await own.CommitAsync(ct);
        }
    }

    /// <summary>A message arrived. The caller's guarded update of its state lets this be called once.</summary>
    internal async Task CountDeliveredAsync(Guid message, CancellationToken ct)
    {
        if (await FindAsync(message, ct) is { } found)
        {
            await tally.AddAsync([SpendEntry.At(SpendKind.CountryDay, SpendKeys.Country(PhoneNumber.Parse(found.Phone)), found.CreatedAt) with { Delivered = 1 }], ct);
        }
    }

    /// <summary>
    /// The gateway did not take a message. What it refused costs nothing. The breaker forgets the message, for its code could not come back; else an
    /// outage of the gateway would open the breaker of every country. For the final state of a message, once, inside the caller's transaction.
    /// </summary>
    internal async Task CountNotAcceptedAsync(Guid message, SendOutcome outcome, CancellationToken ct)
    {
        // In the order of kinds, see SpendKind. A number that does not exist is the asker's fault and stays in the sample.
        if (outcome.Reason != "invalid_number")
        {
            await ForgetAsync(message, ct);
        }

        if (outcome.Kind != SendOutcomeKind.Unknown)
        {
            await CorrectAsync(message, default, ct);
        }
    }

    private async Task ForgetAsync(Guid message, CancellationToken ct)
    {
        var found = await db.OutboxMessages.Where(m => m.Id == message)
            .Join(db.OtpChallenges, m => m.ChallengeId, c => c.Id, (_, challenge) => challenge).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found?.ToChallenge() is { } challenge)
        {
            var key = SpendKeys.Conversion(challenge.Phone, SendLimits.LaneOf(challenge.Scope));
            await tally.AddAsync([SpendEntry.At(SpendKind.ConversionMinute, key, challenge.CreatedAt) with { Count = -1 }], ct);
        }
    }

    private Task<Priced?> FindAsync(Guid message, CancellationToken ct) =>
        db.OutboxMessages.Where(m => m.Id == message).Select(m => new Priced(m.Phone, m.CreatedAt, m.PriceMicros)).SingleOrDefaultAsync(ct);

    private async Task<bool> TryCorrectAsync(Guid message, Priced seen, Money actual, CancellationToken ct)
    {
        var taken = await db.OutboxMessages.Where(m => m.Id == message && m.PriceMicros == seen.PriceMicros)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.PriceMicros, actual.Micros), ct);
        if (taken == 0)
        {
            return false;
        }

        var difference = actual.Micros - seen.PriceMicros;
        await tally.AddAsync(
            [
                SpendEntry.At(SpendKind.CountryDay, SpendKeys.Country(PhoneNumber.Parse(seen.Phone)), seen.CreatedAt) with { Micros = difference },
                SpendEntry.At(SpendKind.TotalDay, SpendKeys.Total, seen.CreatedAt) with { Micros = difference },
            ],
            ct);
        return true;
    }

    private sealed record Priced(string Phone, DateTimeOffset CreatedAt, long PriceMicros);
}
