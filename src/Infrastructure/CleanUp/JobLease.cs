using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>
/// A node keeps a job by renewing its lease, and loses it by not doing so. No lock is held meanwhile, so a dead node is in nobody's way. A node that slept
/// past its lease may end one batch while the next holder works: jobs must bear that.
/// </summary>
internal sealed class JobLease(AuthDbContext db, Node node)
{
    /// <summary>Takes or renews the lease; of any number of nodes exactly one gets true until <paramref name="length"/> has passed.</summary>
    internal async Task<bool> HoldAsync(string job, DateTimeOffset now, TimeSpan length, CancellationToken ct)
    {
        var until = now + length;
        return await db.JobLeases.Where(lease => lease.Name == job && (lease.Holder == node.Id || lease.Until <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Holder, node.Id).SetProperty(lease => lease.Until, until), ct) == 1;
    }
}

/// <param name="Id">Made anew at each start.</param>
internal sealed record Node(Guid Id);
