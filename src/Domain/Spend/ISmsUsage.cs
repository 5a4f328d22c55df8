namespace CleanAuth.Domain.Spend;

/// <summary>What messages were sent, refused and cost.</summary>
public interface ISmsUsage
{
    /// <summary>The days from <paramref name="first"/> (UTC) on, the newest first, then by calling code; days on which nothing happened are left out.</summary>
    Task<IReadOnlyList<SpendDay>> ReadAsync(DateOnly first, CancellationToken ct);
}

/// <summary>One day and calling code.</summary>
/// <param name="Verified">Codes of that day's messages that came back right.</param>
/// <param name="Refused">By reason, see <see cref="RefusalReason"/>; <c>:shadow</c> at its end says that the message was sent all the same.</param>
public sealed record SpendDay(DateOnly Day, string CallingCode, long Sent, long Delivered, long Verified, Money Cost, IReadOnlyDictionary<string, long> Refused);
