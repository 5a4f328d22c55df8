using CleanAuth.Domain.Administration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Administration;

internal static class AdministrationSetup
{
    internal static IServiceCollection AddAdministration(this IServiceCollection services) =>
        services.AddScoped<IAdministrators, Administrators>().AddScoped<IUserDirectory, UserDirectory>();
}
