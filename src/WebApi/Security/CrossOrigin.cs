using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Cookies;

namespace CleanAuth.WebApi.Security;

/// <summary>Which pages of other origins may call this service and read its answers (ASVS 5.0 3.4.2): those of <c>Cors:Origins</c>, by default none.</summary>
internal static class CrossOrigin
{
    private const int PreflightSeconds = 3600;

    internal static IServiceCollection AddBrowsers(this IServiceCollection services, IConfiguration configuration)
    {
        var listed = AllowedOrigins.Read(configuration);
        services.AddSingleton(provider => AllowedOrigins.Of(listed, provider.GetRequiredService<JwtPolicy>()));
        services.AddScoped<CsrfProof>();
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. listed])
            .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("Accept", "Accept-Language", "Authorization", "Content-Type", CsrfProof.Header)
            .WithExposedHeaders(CsrfProof.Header, "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate")
            .AllowCredentials()
            .SetPreflightMaxAge(TimeSpan.FromSeconds(PreflightSeconds))));
    }

    internal static void UseCrossOrigin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AllowedOrigins>().Listed.Count == 0)
        {
            return;
        }

        app.Use((context, next) =>
        {
            // Also where no origin was sent or allowed: a cache in between must not give that answer to one that is.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Vary = "Origin";
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.UseCors();
    }
}
