using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CleanAuth.Infrastructure.Persistence;

/// <summary>Gives dotnet-ef the model without a server and without the service's settings.</summary>
internal static class DesignTimeContexts
{
    private const string NoServer = "Host=design-time";

    internal sealed class Postgres : IDesignTimeDbContextFactory<PostgresAuthDbContext>
    {
        public PostgresAuthDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<PostgresAuthDbContext>().UseNpgsql(NoServer).Options);
    }
}
