using CleanAuth.Domain;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Persistence;

internal static class PersistenceSetup
{
    internal static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DatabaseOptions>(configuration, DatabaseOptions.Section);
        services.AddDbContext<AuthDbContext, PostgresAuthDbContext>(db => db
            .UseNpgsql(DatabaseOptions.ConnectionString(configuration, "Default"))
            .ConfigureWarnings(UnusedPartsOfIdentity));
        services.AddScoped<ITransactions, Transactions>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        return services;
    }

    // Identity maps more than this service stores; leaving it out is meant.
    private static void UnusedPartsOfIdentity(WarningsConfigurationBuilder warnings) =>
        warnings.Ignore(CoreEventId.MappedEntityTypeIgnoredWarning, CoreEventId.MappedPropertyIgnoredWarning);
}
