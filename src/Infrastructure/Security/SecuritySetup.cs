using CleanAuth.Domain.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Security;

internal static class SecuritySetup
{
    /// <summary>The master key, what is derived from it, and the keys in the database that it wraps. Needs <c>AddPersistence</c>.</summary>
    internal static IServiceCollection AddKeyProtection(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMasterKeys(configuration);
        services.AddKeyRing();
        services.AddSigningKeys();
        return services;
    }

    private static void AddMasterKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MasterKeyOptions>().Bind(configuration.GetSection(MasterKeyOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MasterKeyOptions>, MasterKeyValidator>();
        services.AddSingleton<MasterKeys>();
        services.AddSingleton<NumberKeys>();
    }

    private static void AddKeyRing(this IServiceCollection services)
    {
        services.AddSingleton<KeyRingCipher>();
        services.AddSingleton<EfXmlRepository>();

        // The default of Data Protection is AES-CBC with HMAC (ASVS 5.0 11.3.2).
        services.AddDataProtection()
            .SetApplicationName("CleanAuth")
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddOptions<KeyManagementOptions>().Configure<EfXmlRepository>((ring, repository) =>
        {
            ring.XmlRepository = repository;

            // The repository seals the whole element; without any encryptor Data Protection warns that keys may be stored in clear.
            ring.XmlEncryptor = new NullXmlEncryptor();
        });
    }

    private static void AddSigningKeys(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeyBox>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton(provider => new PublicSigningKeys(provider.GetRequiredService<SigningKeys>()));
        services.AddScoped<SigningKeyStore>();
        services.AddScoped<ISigningKeyRotation, SigningKeyRotation>();
        services.AddHostedService<SigningKeyLoader>();
    }
}
