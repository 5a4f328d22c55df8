using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CleanAuth.Infrastructure.Persistence;

/// <summary>The explicit command that brings the database up to date; the service itself never does.</summary>
public static class DatabaseMigration
{
    /// <summary>Applies what is pending with the account that owns the tables, then gives the run-time account its rights.</summary>
    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output)
    {
        var owner = DatabaseOptions.ConnectionString(configuration, "Migrations");
        var runtime = new NpgsqlConnectionStringBuilder(DatabaseOptions.ConnectionString(configuration, "Default")).Username;
        await using var db = new PostgresAuthDbContext(new DbContextOptionsBuilder<PostgresAuthDbContext>().UseNpgsql(owner).Options);
        var pending = (await db.Database.GetPendingMigrationsAsync()).Count();
        await db.Database.MigrateAsync();
        if (runtime is { Length: > 0 } && runtime != new NpgsqlConnectionStringBuilder(owner).Username)
        {
            await RuntimeRights.GrantAsync(db, runtime);
        }

        await output.WriteLineAsync($"{pending} migrations applied; the database is up to date.");
        return 0;
    }
}
