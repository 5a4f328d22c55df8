using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CleanAuth.WebApi.Health;

/// <summary><c>live</c>: the process answers. <c>ready</c>: it can do its work. Each says its state and nothing else.</summary>
internal static class HealthRoutes
{
    internal static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var reading = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous().WithMetadata(reading);
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous().WithMetadata(reading);
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        report.Status == HealthStatus.Healthy
            ? context.Response.WriteAsJsonAsync(new { status = "ok" }, context.RequestAborted)
            : ProblemWriter.WriteAsync(context, "unavailable");
}
