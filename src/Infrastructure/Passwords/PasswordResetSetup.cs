using CleanAuth.Domain.Passwords;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Passwords;

internal static class PasswordResetSetup
{
    internal static IServiceCollection AddPasswordResets(this IServiceCollection services)
    {
        services.AddScoped<IResetChallenges, ResetChallengeStore>();
        services.AddScoped<IResetBudgets, ResetBudgetStore>();
        services.AddScoped<IResetTokens, ResetTokenStore>();
        services.AddSingleton<IResetSubjects, ResetSubjects>();
        return services;
    }
}
