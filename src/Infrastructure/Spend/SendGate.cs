using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Sms;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Spend;

internal sealed class SendGate(AuthDbContext db, SpendTally tally, Refusals refusals, SpendPolicy policy, SmsPolicy sms) : ISendGate
{
    public async Task<Error?> AskAsync(SendAttempt attempt, CancellationToken ct)
    {
        var (state, counts) = await ReadAsync(attempt, ct);

        // The caps are looked at here too, because under an attack this refuses without writing and rolling back. In shadow the count itself tells.
        var refusal = SpendJudge.Judge(state, policy, sms, attempt.At) ?? (policy.Shadow ? null : SpendJudge.Judge(counts, policy, attempt.At));
        return refusal is null ? null : await refusals.CountAsync(refusal, attempt.To, attempt.At, ct);
    }

    public async Task<Error> RefuseAsync(Error error, PhoneNumber to, DateTimeOffset at, CancellationToken ct)
    {
        await refusals.CountAsync(SpendRefusal.OfNumber(error), to, at, ct);
        return error;
    }

    public async Task CountVerifiedAsync(OtpChallenge challenge, CancellationToken ct)
    {
        // What the transaction still holds back goes first, so that these rows are locked last.
        await db.SaveChangesAsync(ct);
        await tally.AddAsync(
            [
                SpendEntry.At(SpendKind.ConversionMinute, SpendKeys.Conversion(challenge.Phone, SendLimits.LaneOf(challenge.Scope)), challenge.CreatedAt) with { Verified = 1 },
                SpendEntry.At(SpendKind.CountryDay, SpendKeys.Country(challenge.Phone), challenge.CreatedAt) with { Verified = 1 },
            ],
            ct);
    }

    // One round trip; each counter is a look-up by the primary key.
    private async Task<(GateState State, SpendCounts Counts)> ReadAsync(SendAttempt attempt, CancellationToken ct)
    {
        var waiting = db.OutboxMessages.Where(m => m.State == OutboxState.Queued).OrderBy(m => m.DueAt).Take(sms.MaxWaiting);
        var judged = Judged(attempt);
        var capped = tally.CappedBy(attempt).ToDictionary(entry => entry.Kind, Now);
        var (prefix, client, account) = (Of(SpendKind.PrefixHour), Of(SpendKind.ClientHour), Of(SpendKind.AccountDay));
        var (country, total) = (Of(SpendKind.CountryDay), Of(SpendKind.TotalDay));
        var read = await db.SmsSwitch.Select(s => new
        {
            s.IsOff,
            Waiting = waiting.Count(),
            Sent = judged.Sum(c => c.Count),
            Verified = judged.Sum(c => c.Verified),
            Prefix = prefix.Sum(c => c.Count),
            Client = client.Sum(c => c.Count),
            Account = account.Sum(c => c.Count),
            Country = country.Sum(c => c.Micros),
            Total = total.Sum(c => c.Micros),
        }).SingleAsync(ct);
        return (new GateState(read.IsOff, read.Waiting, read.Sent, read.Verified, attempt.IsProved),
            new SpendCounts(read.Prefix + 1, read.Client + 1, read.Account + 1, new Money(read.Country) + attempt.Price, new Money(read.Total) + attempt.Price, attempt.IsProved));

        IQueryable<SpendCounterRow> Of(SpendKind kind) => capped.GetValueOrDefault(kind, db.SpendCounters.Where(c => false));
    }

    private IQueryable<SpendCounterRow> Now(SpendEntry entry) =>
        db.SpendCounters.Where(c => c.Kind == entry.Kind && c.Key == entry.Key && c.WindowStart == entry.WindowStart);

    private IQueryable<SpendCounterRow> Judged(SendAttempt attempt)
    {
        var (from, until) = SpendJudge.Judged(policy, attempt.At);
        var key = SpendKeys.Conversion(attempt.To, attempt.Lane);
        return db.SpendCounters.Where(c => c.Kind == SpendKind.ConversionMinute && c.Key == key && c.WindowStart >= from && c.WindowStart < until);
    }
}
