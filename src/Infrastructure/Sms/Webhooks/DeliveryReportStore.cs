using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>
/// Reports of known messages take effect at once. The others wait, and <see cref="JoinAsync"/> finds them a message: it looks at what was
/// committed, so it does not matter which of the report and the answer to the send was stored first.
/// </summary>
internal sealed partial class DeliveryReportStore(AuthDbContext db, SpendLedger ledger, ILogger<DeliveryReportStore> logger) : IDeliveryReports
{
    /// <summary>How long a report waits for its message.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const int MostWaiting = 10_000;

    public async Task RecordAsync(DeliveryReport report, DateTimeOffset now, CancellationToken ct)
    {
        var known = await db.OutboxMessages.Where(m => m.ProviderId == report.ProviderId).OrderBy(m => m.CreatedAt).Select(m => m.Id).FirstOrDefaultAsync(ct);
        if (known != Guid.Empty)
        {
            await ApplyAsync(known, report, now, ct);
        }
        else if (!await db.AddEarlyReportAsync(report, MostWaiting, now, ct))
        {
            NotKept();
        }
    }

    /// <summary>Gives up to <paramref name="most"/> waiting reports to messages that became known meanwhile.</summary>
    internal async Task JoinAsync(int most, DateTimeOffset now, CancellationToken ct)
    {
        var found = await db.EarlyReports.AsNoTracking()
            .Join(db.OutboxMessages, report => report.ProviderId, message => message.ProviderId, (report, message) => new { report, message.Id })
            .OrderBy(pair => pair.report.ReceivedAt).Take(most).ToListAsync(ct);
        foreach (var pair in found)
        {
            await GiveAsync(pair.report, pair.Id, now, ct);
        }
    }

    /// <summary>Removes up to <paramref name="most"/> whose message never came.</summary>
    internal Task<int> ForgetAsync(DateTimeOffset now, int most, CancellationToken ct) =>
        db.EarlyReports.Where(r => r.ReceivedAt < now - Patience).OrderBy(r => r.ReceivedAt).Take(most).ExecuteDeleteAsync(ct);

    private async Task GiveAsync(EarlyReportRow report, Guid message, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.EarlyReports.Where(r => r.ProviderId == report.ProviderId && r.Sequence == report.Sequence && r.Delivery == report.Delivery).ExecuteDeleteAsync(ct);
        await ApplyAsync(message, report.ToReport(), now, ct);
        await transaction.CommitAsync(ct);
    }

    // Every report of a known message passes here, inside the transaction of its nonce or of its end as an early one.
    private async Task ApplyAsync(Guid message, DeliveryReport report, DateTimeOffset now, CancellationToken ct)
    {
        if (report.Delivery != ReportedDelivery.Underway && await EndAsync(message, report, now, ct) && report.Delivery == ReportedDelivery.Delivered)
        {
            await ledger.CountDeliveredAsync(message, ct);
        }

        if (report.Cost is { } cost)
        {
            await ledger.CorrectAsync(message, cost, ct);
        }
    }

    private async Task<bool> EndAsync(Guid message, DeliveryReport report, DateTimeOffset now, CancellationToken ct)
    {
        var state = FinalState(report.Delivery);
        var moved = await db.OutboxMessages.Where(m => m.Id == message && m.State == OutboxState.Sent)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, state).SetProperty(m => m.Reason, report.Reason).SetProperty(m => m.FinishedAt, now), ct);
        if (moved == 1)
        {
            logger.Reported(message, report);
        }

        return moved == 1;
    }

    private static OutboxState FinalState(ReportedDelivery delivery) => delivery switch
    {
        ReportedDelivery.Delivered => OutboxState.Delivered,
        ReportedDelivery.Undelivered => OutboxState.Undelivered,
        _ => OutboxState.Failed,
    };

    [LoggerMessage(EventId = 2121, Level = LogLevel.Warning, Message = "A delivery report of an unknown message was not kept: it waits already, or too many do")]
    private partial void NotKept();
}
