using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Notices in the outbox, under the money caps of the day. The kill switch holds them where the dispatcher takes messages.</summary>
internal sealed partial class Notices(
    AuthDbContext db, OutboxTexts texts, SpendTally tally, Refusals refusals, OutboxSignal signal, SmsPolicy sms, SpendPolicy spend, ILogger<Notices> logger) : INotices
{
    private const string BeforeNotice = "before_notice";

    private bool _waits;

    public async Task TellAsync(Notice notice, CancellationToken ct)
    {
        if (!sms.Notices || notice.To is not { } to)
        {
            return;
        }

        // What the transaction still holds back goes first, so that the rows of the counters are locked last, and so that it is not lost with the notice.
        await db.SaveChangesAsync(ct);
        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(BeforeNotice, ct);
        try
        {
            await WriteAsync(notice, to, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The change is worth more than its notice. An outage of the database fails here as well, and so ends both.
            db.ChangeTracker.Clear();
            await transaction.RollbackToSavepointAsync(BeforeNotice, ct);
            Failed(e, notice.Kind);
        }
    }

    public async Task TellOfLoginAfterFailuresAsync(Account account, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - Notice.FailuresWindow;
        var isFirst = sms.Notices && await db.Users
            .Where(u => u.Id == account.Id.Value && (u.LoginAfterFailuresToldAt == null || u.LoginAfterFailuresToldAt <= since))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.LoginAfterFailuresToldAt, now), ct) == 1;
        if (isFirst)
        {
            await TellAsync(new Notice(NoticeKind.LoginAfterFailures, account.Id, account.PhoneNumber, now), ct);
        }
    }

    public async Task TellOfFailuresAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        if (!sms.Notices)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await ClaimFailuresAsync(account, now, ct))
        {
            var phone = await db.Users.Where(u => u.Id == account.Value).Select(u => u.PhoneNumber!).SingleAsync(ct);
            await TellAsync(new Notice(NoticeKind.SecondFactorFailed, account, PhoneNumber.Parse(phone), now), ct);
            await transaction.CommitAsync(ct);
            TransactionEnded(committed: true);
        }
    }

    /// <summary>Wakes the dispatcher for what was committed.</summary>
    internal void TransactionEnded(bool committed)
    {
        if (committed && _waits)
        {
            signal.Wake();
        }

        _waits = false;
    }

    /// <summary>True for exactly one caller in an hour: of several at once the account's row lets the first pass, and the others see what it wrote.</summary>
    private async Task<bool> ClaimFailuresAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - Notice.FailuresWindow;
        return await db.Users.Where(u => u.Id == account.Value && u.PhoneNumber != null && (u.FailuresToldAt == null || u.FailuresToldAt <= since)

                // Over all log-ins, or two codes in each of many would stay untold.
                && db.PendingLogins.Where(l => l.AccountId == account.Value && l.SpentAt == null && l.StartedAt > since).Sum(l => l.Tries) >= Notice.FailuresToTell)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.FailuresToldAt, now), ct) == 1;
    }

    private async Task WriteAsync(Notice notice, PhoneNumber to, CancellationToken ct)
    {
        var price = spend.PriceOf(to, OtpChannel.Sms);
        if (await IsRefusedAsync(notice, to, price, ct))
        {
            LeftOut(notice.Kind);
            return;
        }

        db.OutboxMessages.Add(ToRow(notice, to, price));
        await db.SaveChangesAsync(ct);
        _waits = true;
    }

    private async Task<bool> IsRefusedAsync(Notice notice, PhoneNumber to, Money price, CancellationToken ct)
    {
        if (!sms.Allows(to))
        {
            await refusals.CountAsync(SpendRefusal.OfNumber(OtpErrors.CountryNotAllowed), to, notice.At, ct);
            return true;
        }

        if (await tally.CountNoticeAsync(notice, to, price, ct) is not { } refusal || await refusals.CountAsync(refusal, to, notice.At, ct) is null)
        {
            return false;
        }

        await tally.TakeBackAsync(notice, to, price, ct);
        return true;
    }

    private OutboxMessageRow ToRow(Notice notice, PhoneNumber to, Money price)
    {
        var id = Guid.CreateVersion7(notice.At);
        var isLast = notice.Kind == NoticeKind.AccountDeleted;
        return new()
        {
            Id = id,
            AccountId = isLast ? null : notice.Account.Value,
            IsLast = isLast,
            Channel = OtpChannel.Sms,
            Phone = to.Value,
            ProtectedText = texts.Protect(id, NoticeText.Write(notice.Kind, sms)),
            CreatedAt = notice.At,
            DueAt = notice.At,
            ExpiresAt = notice.At + Notice.Life,
            PriceMicros = price.Micros,
        };
    }

    [LoggerMessage(EventId = 2130, Level = LogLevel.Warning, Message = "An owner is not told of {Kind}: its message was refused")]
    private partial void LeftOut(NoticeKind kind);

    [LoggerMessage(EventId = 2131, Level = LogLevel.Error, Message = "An owner is not told of {Kind}: its message could not be stored")]
    private partial void Failed(Exception e, NoticeKind kind);
}
