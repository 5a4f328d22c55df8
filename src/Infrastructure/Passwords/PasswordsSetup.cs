using CleanAuth.Domain.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Passwords;

internal static class PasswordsSetup
{
    private const string Words = $"{PasswordPolicy.Section}:{nameof(PasswordPolicy.ContextWords)}";

    /// <summary>The rules for new passwords, the list of common ones, and the range API of leaked ones.</summary>
    internal static IServiceCollection AddPasswordRules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPolicy<PasswordPolicy>(configuration, PasswordPolicy.Section);

        // The binder passes over a plain value where a list is wanted; then nothing would be refused and nobody would know why.
        services.AddOptions<PasswordPolicy>().Validate(_ => string.IsNullOrEmpty(configuration[Words]),
            $"{Words} is a list: set {Words}:0 (environment variable Passwords__ContextWords__0) and so on.");

        services.AddSettings<PasswordChecksOptions>(configuration, PasswordChecksOptions.Section);
        services.AddSingleton<CommonPasswords>();
        services.AddSingleton<ICommonPasswords>(provider => provider.GetRequiredService<CommonPasswords>());
        services.AddHostedService(provider => provider.GetRequiredService<CommonPasswords>());
        return services.AddBreachedPasswords();
    }

    private static IServiceCollection AddBreachedPasswords(this IServiceCollection services)
    {
        services.AddSingleton<IBreachedPasswords, BreachedPasswords>();
        services.AddHttpClient<BreachedClient>(BreachedClient.Configure)
            .ConfigurePrimaryHttpMessageHandler(provider => OutgoingHttp.Handler(provider.GetRequiredService<IOptions<PasswordChecksOptions>>().Value.BreachedTimeout))

            // The handler renews its connections itself, so a client that lives long sees changes of the address.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // The factory's loggers write the path, which holds the digits.
            .RemoveAllLoggers();
        return services;
    }
}
