using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms.Calls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms;

internal static class SmsSetup
{
    /// <summary>Plivo, or in Development without its credentials a folder; either way the <see cref="SmsPolicy"/>, checked at the start.</summary>
    internal static IServiceCollection AddSmsGateway(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<SmsPolicy>().Bind(configuration.GetSection(SmsPolicy.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmsPolicy>>(
            provider => new SmsPolicyValidator(configuration, environment, provider.GetRequiredService<IOptions<OtpPolicy>>()));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SmsPolicy>>().Value);

        services.AddSingleton(provider => new OtpChannels(provider.GetRequiredService<IVoiceGateway>().IsOffered));

        return environment.IsDevelopment() && !HasCredentials(configuration.GetSection(PlivoOptions.Section))
            ? services.AddDevelopmentGateway(configuration, environment)
            : services.AddPlivo(configuration);
    }

    // One of the two is enough, so that a forgotten half is reported and not replaced by the folder.
    private static bool HasCredentials(IConfigurationSection plivo) =>
        !string.IsNullOrWhiteSpace(plivo[nameof(PlivoOptions.AuthId)]) || !string.IsNullOrWhiteSpace(plivo[nameof(PlivoOptions.AuthToken)]);

    private static IServiceCollection AddPlivo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PlivoOptions>().Bind(configuration.GetSection(PlivoOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlivoOptions>, PlivoOptionsValidator>();
        services.AddSingleton<ISmsGateway, PlivoSmsGateway>();
        services.AddSingleton<IVoiceGateway, PlivoVoiceGateway>();
        services.AddHttpClient<PlivoClient>((provider, client) => PlivoHttp.Configure(client, Plivo(provider)))
            .ConfigurePrimaryHttpMessageHandler(provider => PlivoHttp.Handler(Plivo(provider)))

            // The handler renews its connections itself, so a long-lived gateway sees changes of the address.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // The factory's loggers write the path, which holds the account, and at Trace the headers.
            .RemoveAllLoggers();
        return services;
    }

    private static PlivoOptions Plivo(IServiceProvider provider) => provider.GetRequiredService<IOptions<PlivoOptions>>().Value;

    private static IServiceCollection AddDevelopmentGateway(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton(_ =>
        {
            var folder = configuration["Sms:OutboxFolder"];
            return new DevelopmentOutbox(Path.Combine(environment.ContentRootPath, string.IsNullOrWhiteSpace(folder) ? ".data/outbox" : folder));
        });
        services.AddSingleton<ISmsGateway, DevelopmentGateway>();
        services.AddSingleton<IVoiceGateway, DevelopmentGateway>();
        return services;
    }
}
