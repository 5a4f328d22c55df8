using System.Globalization;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>The explicit command that removes old audit events; the service itself has no right to (decisions 25).</summary>
public static class AuditPurge
{
    /// <summary>Removes whole days of UTC that are over <c>CleanUp:AuditDays</c> old, in batches, with the account that owns the tables.</summary>
    public static async Task<int> RunAsync(IConfiguration configuration, TimeProvider time, TextWriter output)
    {
        var policy = configuration.GetSection(CleanUpPolicy.Section).Get<CleanUpPolicy>() ?? new CleanUpPolicy();
        if (Settings.Problems(CleanUpPolicy.Section, policy).FirstOrDefault() is { } problem)
        {
            await output.WriteLineAsync(problem);
            return 1;
        }

        var owner = DatabaseOptions.ConnectionString(configuration, "Migrations");
        await using var db = new PostgresAuthDbContext(new DbContextOptionsBuilder<PostgresAuthDbContext>().UseNpgsql(owner).Options);
        var firstKept = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(-policy.AuditDays), TimeSpan.Zero);
        var removed = 0L;
        int batch;
        do
        {
            batch = await CleanUpStatements.RemoveAuditEventsAsync(db, firstKept, policy.BatchRows, CancellationToken.None);
            removed += batch;
        }
        while (batch == policy.BatchRows);

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{removed} audit events from before {firstKept:yyyy-MM-dd} were removed."));
        return 0;
    }
}
