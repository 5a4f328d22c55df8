using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.CleanUp;

internal static class CleanUpSetup
{
    internal static IServiceCollection AddCleanUp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPolicy<CleanUpPolicy>(configuration, CleanUpPolicy.Section);
        services.AddMetrics();
        services.AddSingleton<CleanUpMeter>();
        services.AddSingleton(provider => new Node(Guid.CreateVersion7(provider.GetRequiredService<TimeProvider>().GetUtcNow())));
        services.AddScoped<JobLease>();
        services.AddScoped<CleanUpRound>();
        return services.AddHostedService<CleanUpJob>();
    }
}
