using CleanAuth.Domain.Paging;

namespace CleanAuth.Domain.Spend;

/// <summary>What messages were sent, refused and cost.</summary>
public interface ISmsUsage
{
    /// <summary>The days from <paramref name="first"/> (UTC) on, the newest first, then by calling code; days on which nothing happened are left out.</summary>
    Task<IReadOnlyList<SpendDay>> ReadAsync(DateOnly first, CancellationToken ct);

    /// <summary>As <see cref="ReadAsync"/>, a page of it.</summary>
    Task<Page<SpendDay>> ListAsync(SpendPeriod period, PageRequest page, CancellationToken ct);

    /// <summary>The sums of the whole period.</summary>
    Task<SpendSum> SumAsync(SpendPeriod period, CancellationToken ct);
}

/// <param name="First">The first day of UTC; the last one is today.</param>
/// <param name="CallingCode">Such as <c>44</c>, or <c>unassigned</c>; null: all of them.</param>
public sealed record SpendPeriod(DateOnly First, string? CallingCode);

/// <inheritdoc cref="SpendDay"/>
public sealed record SpendSum(long Sent, long Delivered, long Verified, Money Cost, IReadOnlyDictionary<string, long> Refused);

/// <summary>One day and calling code.</summary>
/// <param name="Verified">Codes of that day's messages that came back right.</param>
/// <param name="Refused">By reason, see <see cref="RefusalReason"/>; <c>:shadow</c> at its end says that the message was sent all the same.</param>
public sealed record SpendDay(DateOnly Day, string CallingCode, long Sent, long Delivered, long Verified, Money Cost, IReadOnlyDictionary<string, long> Refused);
