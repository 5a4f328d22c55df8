using System.Globalization;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>The fields of a delivery report that count; who it was sent to is not among them.</summary>
internal static class PlivoReport
{
    // A message or call that costs more than this is a mistake somewhere.
    private const decimal HighestAmount = 100;

    /// <returns>Null when it names no message or no state that is known here.</returns>
    internal static DeliveryReport? Read(GatewayCall call)
    {
        ReportedDelivery? delivery = call["Status"] switch
        {
            "queued" or "sent" => ReportedDelivery.Underway,
            "delivered" => ReportedDelivery.Delivered,
            "undelivered" => ReportedDelivery.Undelivered,
            "failed" or "rejected" => ReportedDelivery.Failed,
            _ => null,
        };
        if (delivery is null || call["MessageUUID"] is not { } id || !PlivoAnswer.IsId(id))
        {
            return null;
        }

        _ = int.TryParse(call["Sequence"], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence);
        var reason = delivery is ReportedDelivery.Undelivered or ReportedDelivery.Failed ? DeliveryReason.Of(call["ErrorCode"]) : null;
        return new DeliveryReport(id, sequence, delivery.Value, reason, Cost(call["TotalAmount"]));
    }

    /// <summary>An amount of money as Plivo writes it, such as <c>0.00550</c>, or null for anything else.</summary>
    internal static Money? Cost(string? amount) =>
        decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var money) && money <= HighestAmount
            ? Money.Of(decimal.Round(money, 6))
            : null;
}
