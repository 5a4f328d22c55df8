using System.Globalization;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>The explicit command that removes old audit events; the service itself has no right to (decisions 25).</summary>
public static class AuditPurge
{
    /// <summary>
    /// Removes the events and links of whole days of the chain that are over <c>CleanUp:AuditDays</c> old, each day in one transaction, with the account that
    /// owns the tables. The day's last hash stays.
    /// </summary>
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
        var firstKept = policy.FirstAuditDay(time);
        var old = await db.AuditDays.Where(day => day.Day < firstKept && day.ClosedAt != null && db.AuditLinks.Any(link => link.Day == day.Day))
            .OrderBy(day => day.Day).Select(day => day.Day).ToListAsync();
        var removed = 0L;
        foreach (var day in old)
        {
            removed += await RemoveAsync(db, day);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{removed} audit events from before {firstKept:yyyy-MM-dd} were removed."));
        return 0;
    }

    // The oldest day first, so that a purge that was killed leaves a chain that begins later and is whole.
    private static async Task<int> RemoveAsync(AuthDbContext db, DateOnly day)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var removed = await db.AuditEvents.Where(e => db.AuditLinks.Any(link => link.Day == day && link.EventId == e.Id)).ExecuteDeleteAsync();
        await db.AuditLinks.Where(link => link.Day == day).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        return removed;
    }
}
