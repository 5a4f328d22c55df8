using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence;

/// <summary>A row that is good for one use.</summary>
internal interface ISpendable
{
    DateTimeOffset? SpentAt { get; set; }
}

internal static class Spending
{
    /// <summary>
    /// The one way to use something up: a guarded update whose row count is the answer, so of any number of parallel callers, on any
    /// number of nodes, exactly one gets true (docs/adr/0002). The caller names the row and every condition in <paramref name="candidates"/>.
    /// </summary>
    internal static async Task<bool> SpendAsync<T>(this IQueryable<T> candidates, DateTimeOffset now, CancellationToken ct)
        where T : class, ISpendable =>
        await candidates.Where(row => row.SpentAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.SpentAt, now), ct) == 1;
}
