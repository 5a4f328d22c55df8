using CleanAuth.Infrastructure.Sms;

namespace CleanAuth.WebApi.Development;

/// <summary>What only a developer may see; not mapped in any other environment.</summary>
internal static class DevelopmentRoutes
{
    private const int Most = 50;

    internal static void MapDevelopment(this WebApplication app)
    {
        if (app.Environment.IsDevelopment() && app.Services.GetService<DevelopmentOutbox>() is { } outbox)
        {
            app.MapGet("/dev/messages", (string? to) => outbox.Read(to, Most)).AllowAnonymous().ExcludeFromDescription();
        }
    }
}
