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
        services.AddScoped<AuditTrail>();
        services.AddScoped<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        return services;
    }
}
