using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.Login;
using CleanAuth.Infrastructure.Otp;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Calls;
using CleanAuth.Infrastructure.Sms.Webhooks;
using CleanAuth.Infrastructure.Spend;
using CleanAuth.Infrastructure.TwoFactor;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CleanAuth.Infrastructure;

/// <summary>Everything behind the ports of the domain.</summary>
public static class InfrastructureSetup
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddPersistence(configuration, environment)
            .AddKeyProtection(configuration)
            .AddTokens(configuration, environment)
            .AddAccounts(configuration, environment)
            .AddSmsGateway(configuration, environment)
            .AddSpendGuard(configuration)
            .AddPolicy<OtpPolicy>(configuration, OtpPolicy.Section)
            .AddPolicy<BudgetPolicy>(configuration, BudgetPolicy.Section)
            .AddPolicy<SessionPolicy>(configuration, SessionPolicy.Section);

        services.AddScoped<IPendingLogins, PendingLoginStore>();
        services.AddScoped<IOtpChallenges, OtpChallengeStore>();
        services.AddScoped<IPhoneProofs, PhoneProofStore>();
        services.AddScoped<IFactorBudgets, FactorBudgetStore>();
        services.AddScoped<ISessions, SessionStore>();
        services.AddScoped<AuditTrail>();
        services.AddScoped<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddSingleton<IOtpHasher, HmacOtpHasher>();
        services.AddOutbox();
        return services;
    }

    private static void AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<GatewayCircuit>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<OutboxTexts>();
        services.AddScoped<OutboxQueue>();
        services.AddHostedService<OutboxDispatcher>();
        services.AddWebhooks();
    }

    private static void AddWebhooks(this IServiceCollection services)
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
        services.AddHostedService<WebhookUpkeep>();
    }
}
