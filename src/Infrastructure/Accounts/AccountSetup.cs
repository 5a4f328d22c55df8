using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Import;
using CleanAuth.Infrastructure.Import;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Accounts;

internal static class AccountSetup
{
    internal static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSettings<PasswordHashingOptions>(configuration, PasswordHashingOptions.Section)
            .Validate(hashing => environment.IsDevelopment() || hashing.Iterations >= PasswordHashingOptions.Floor,
                $"{PasswordHashingOptions.Section}:Iterations must be at least {PasswordHashingOptions.Floor} outside Development.");
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<PasswordHashingOptions>>(
            (hasher, ours) => hasher.IterationCount = ours.Value.Iterations);

        services.AddIdentityCore<AppUser>().AddEntityFrameworkStores<AuthDbContext>();

        // Its look-ups before the insert decide nothing: the unique indexes do, and EmailAddress has checked the form.
        services.RemoveAll<IUserValidator<AppUser>>();
        services.AddImportedHashes();
        services.AddSingleton<PasswordHashing>();
        services.AddScoped<IAccounts, IdentityAccounts>();
        services.AddScoped<IAccountImports, AccountImports>();
        return services;
    }
}
