using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Auditing;

internal static class AuditingSetup
{
    /// <summary>The audit trail, what owners are shown of it, and where a request came from. Needs <c>AddPersistence</c>.</summary>
    internal static IServiceCollection AddAuditing(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<IRequestSource, HttpRequestSource>();
        services.AddScoped<ActivityLog>();
        services.AddScoped<IActivity>(provider => provider.GetRequiredService<ActivityLog>());
        services.AddSingleton<AuditOrigins>();
        services.AddSingleton<AuditNetworks>();
        services.AddScoped<AuditTrail>();
        services.AddScoped<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddScoped<IAuditLog, AuditLog>();
        return services;
    }

    /// <summary>The chain that shows what was removed from the trail: made in every node, and checked by a command.</summary>
    internal static IServiceCollection AddAuditChain(this IServiceCollection services)
    {
        services.AddSingleton<AuditChain>();
        services.AddScoped<AuditSealer>();
        services.AddScoped<AuditVerifier>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditOrigins>());
        return services.AddHostedService<AuditSealing>();
    }
}
