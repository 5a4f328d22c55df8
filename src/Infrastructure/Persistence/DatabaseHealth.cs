using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CleanAuth.Infrastructure.Persistence;

/// <summary>Healthy while the database answers and takes writes, and its clock and ours differ by at most five seconds: every limit and expiry hangs on the clock.</summary>
internal sealed class DatabaseHealth(AuthDbContext db, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan s_clockDifference = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_patience);
            var there = await db.Database.SqlQuery<DateTimeOffset?>(
                $"SELECT CASE WHEN current_setting('transaction_read_only') = 'off' THEN now() END AS \"Value\"").SingleAsync(patience.Token);
            if (there is null)
            {
                return HealthCheckResult.Unhealthy("The database only reads.");
            }

            return (there.Value - time.GetUtcNow()).Duration() <= s_clockDifference
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The clocks of this node and the database differ.");
        }
        catch (Exception e) when (Outage.Caused(e) || e is OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }
    }
}
