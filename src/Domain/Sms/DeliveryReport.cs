using CleanAuth.Domain.Spend;

namespace CleanAuth.Domain.Sms;

/// <summary>What a report says of a message; the numbers are stored.</summary>
public enum ReportedDelivery
{
    /// <summary>It is on its way. In some countries nothing more is ever said.</summary>
    Underway = 1,
    Delivered = 2,

    /// <summary>The network gave it up.</summary>
    Undelivered = 3,

    /// <summary>The gateway gave it up, and asks no money for it.</summary>
    Failed = 4,
}

/// <summary>What the gateway tells about one message after it took it. Late, repeated and out of order, as reports are.</summary>
/// <param name="ProviderId">The gateway's name for the message; the only thing that a message is found by.</param>
/// <param name="Sequence">The gateway's count of its reports about this message.</param>
/// <param name="Reason">A stable word for logs and metrics; null unless it was not delivered.</param>
/// <param name="Cost">What the message cost; null when the report does not tell.</param>
public sealed record DeliveryReport(string ProviderId, int Sequence, ReportedDelivery Delivery, string? Reason, Money? Cost);
