using CleanAuth.Domain;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Persistence;

internal static class PersistenceSetup
{
    internal static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddDbContext<AuthDbContext, PostgresAuthDbContext>(db => db.UseNpgsql(DatabaseOptions.ConnectionString(configuration, "Default")));
        services.AddScoped<ITransactions, Transactions>();
        return services;
    }
}
