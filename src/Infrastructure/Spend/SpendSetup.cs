using CleanAuth.Domain.Spend;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Spend;

internal static class SpendSetup
{
    internal static IServiceCollection AddSpendGuard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPolicy<SpendPolicy>(configuration, SpendPolicy.Section);
        services.AddMetrics();
        services.AddSingleton<SpendMeter>();
        services.AddSingleton<SpendKeys>();
        services.AddScoped<SpendTally>();
        services.AddScoped<Refusals>();
        services.AddScoped<SpendLedger>();
        services.AddScoped<ISendGate, SendGate>();
        services.AddScoped<ISmsSwitch, SmsSwitch>();
        services.AddScoped<ISmsUsage, SmsUsageStore>();
        return services;
    }
}
