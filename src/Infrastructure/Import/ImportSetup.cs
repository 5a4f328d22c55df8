using CleanAuth.Infrastructure.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Import;

internal static class ImportSetup
{
    /// <summary>The hasher of every password, which also checks the hashes that were imported.</summary>
    internal static IServiceCollection AddImportedHashes(this IServiceCollection services)
    {
        services.AddSingleton(provider => new LibCrypt(provider.GetRequiredService<ILogger<LibCrypt>>(), LibCrypt.Names));
        services.AddSingleton<PasswordHasher<AppUser>>();
        services.AddSingleton<IPasswordHasher<AppUser>, ImportedHashes>();
        return services;
    }
}
