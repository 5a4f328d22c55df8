using CleanAuth.Domain.Sms;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Sms;

internal static class OutboxSetup
{
    /// <summary>What waits for the gateway, and the dispatcher that takes it there.</summary>
    internal static IServiceCollection AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<GatewayCircuit>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddScoped<Notices>();
        services.AddScoped<INotices>(provider => provider.GetRequiredService<Notices>());
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<OutboxTexts>();
        services.AddScoped<OutboxQueue>();
        return services.AddHostedService<OutboxDispatcher>();
    }
}
