namespace CleanAuth.Domain.Sms;

/// <summary>What became of messages after the gateway took them. The seam to the database.</summary>
public interface IDeliveryReports
{
    /// <summary>
    /// Moves the message that the report names, unless its state is final already. A report whose message nobody knows yet waits a few
    /// minutes for it, because reports may overtake the answer to the send.
    /// </summary>
    Task RecordAsync(DeliveryReport report, DateTimeOffset now, CancellationToken ct);
}
