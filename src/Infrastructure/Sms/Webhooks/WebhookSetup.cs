using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms.Calls;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

internal static class WebhookSetup
{
    /// <summary>What Plivo reports of messages and asks about calls.</summary>
    internal static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<RefusedCalls>();
        services.AddSingleton<IGatewayCalls, PlivoCalls>();
        services.AddSingleton<CallLinks>();
        services.AddSingleton<ICallLinks>(provider => provider.GetRequiredService<CallLinks>());
        services.AddScoped<IPhoneCalls, PhoneCallStore>();
        services.AddScoped<GatewayNonceStore>();
        services.AddScoped<IGatewayNonces>(provider => provider.GetRequiredService<GatewayNonceStore>());
        services.AddScoped<DeliveryReportStore>();
        services.AddScoped<IDeliveryReports>(provider => provider.GetRequiredService<DeliveryReportStore>());
        return services.AddHostedService<WebhookUpkeep>();
    }
}
