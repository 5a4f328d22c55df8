using CleanAuth.Infrastructure.Persistence;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>One pass over everything that has a time. Each batch is a transaction of its own, and begins only while the lease is held.</summary>
internal sealed class CleanUpRound(AuthDbContext db, JobLease lease, CleanUpPolicy policy, CleanUpMeter meter, TimeProvider time, ILogger<CleanUpRound> logger)
{
    // What is left over waits for the next round, so that a backlog of one table keeps no other one waiting.
    private const int MostBatches = 200;

    /// <summary>False when another node holds the job.</summary>
    internal async Task<bool> RunAsync(CancellationToken ct)
    {
        if (!await HoldAsync(ct))
        {
            return false;
        }

        var removed = new List<string>();
        foreach (var step in CleanUpStep.All)
        {
            var count = await TryAsync(step, ct);
            if (count > 0)
            {
                removed.Add($"{step.Name} {count}");
                meter.Removed.Add(count, new KeyValuePair<string, object?>("rows", step.Name));
            }
        }

        if (removed.Count > 0)
        {
            var rows = string.Join(", ", removed);
            logger.Removed(rows);
        }

        return true;
    }

    // One table that cannot be cleaned keeps no other one waiting; its rows wait for the next round.
    private async Task<int> TryAsync(CleanUpStep step, CancellationToken ct)
    {
        var count = 0;
        try
        {
            var more = true;
            for (var batch = 0; batch < MostBatches && more && await HoldAsync(ct); batch++)
            {
                var removed = await step.RemoveAsync(db, time.GetUtcNow() - step.Retention(policy), policy.BatchRows, ct);
                count += removed;
                more = removed == policy.BatchRows;
            }
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            logger.StepFailed(step.Name, fault);
        }

        return count;
    }

    private Task<bool> HoldAsync(CancellationToken ct) => lease.HoldAsync(JobLeaseRow.CleanUp, time.GetUtcNow(), policy.Lease, ct);
}
