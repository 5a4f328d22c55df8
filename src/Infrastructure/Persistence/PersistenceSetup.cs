using CleanAuth.Domain;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using CleanAuth.Infrastructure.Sessions.Caching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Persistence;

internal static class PersistenceSetup
{
    internal static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var connection = DatabaseOptions.ConnectionString(configuration, "Default");
        if (!environment.IsDevelopment())
        {
            DatabaseOptions.RefuseWeak(connection, "Default");
        }

        services.AddSettings<DatabaseOptions>(configuration, DatabaseOptions.Section);
        services.AddSingleton<SessionCache>();
        services.AddScoped<SessionChanges>();
        services.AddDbContext<AuthDbContext, PostgresAuthDbContext>((provider, db) => db
            .UseNpgsql(connection)
            .AddInterceptors(provider.GetRequiredService<SessionChanges>())
            .ConfigureWarnings(QuietWhatIsMeant));
        services.AddScoped<ITransactions, Transactions>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        return services;
    }

    // A taken e-mail is an answer and no fault: what matters of a failure is logged where it is decided. Identity maps more than this service stores; leaving it out is meant.
    private static void QuietWhatIsMeant(WarningsConfigurationBuilder warnings) =>
        warnings.Ignore(CoreEventId.MappedEntityTypeIgnoredWarning, CoreEventId.MappedPropertyIgnoredWarning)
            .Log((CoreEventId.SaveChangesFailed, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug));
}
