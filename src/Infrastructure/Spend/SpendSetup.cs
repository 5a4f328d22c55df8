using CleanAuth.Domain.Spend;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Spend;

internal static class SpendSetup
{
    internal static IServiceCollection AddSpendGuard(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPolicy<SpendPolicy>(configuration, SpendPolicy.Section);
        services.RefuseUnread(configuration, nameof(SpendPolicy.Prices), policy => policy.Prices);
        services.RefuseUnread(configuration, nameof(SpendPolicy.CallPrices), policy => policy.CallPrices);
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

    // The binder passes over entries that are no numbers, and over one value for the whole table; their countries would cost the default and nobody would know why.
    private static void RefuseUnread(this IServiceCollection services, IConfiguration configuration, string name, Func<SpendPolicy, Dictionary<string, decimal>> table)
    {
        var prices = configuration.GetSection($"{SpendPolicy.Section}:{name}");
        services.AddOptions<SpendPolicy>().Validate(
            policy => string.IsNullOrEmpty(prices.Value) && prices.GetChildren().Count() == table(policy).Count,
            $"{prices.Path} is a table of numbers: set {prices.Path}:44 (environment variable Sms__Spend__{name}__44) to a price such as 0.05, and so on.");
    }
}
