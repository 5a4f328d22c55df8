namespace CleanAuth.WebApi.Security;

/// <summary>On a route whose answer may be kept by browsers and proxies, for so many seconds.</summary>
internal sealed record Cacheable(int Seconds);

/// <summary>The headers of every answer, errors included (ASVS 5.0 3.4).</summary>
internal static class SecurityHeaders
{
    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

    private const string SwaggerPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    internal static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, bool strictTransport) =>
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Add(context, strictTransport);
                return Task.CompletedTask;
            });
            return next(context);
        });

    private static void Add(HttpContext context, bool strictTransport)
    {
        var headers = context.Response.Headers;
        var isSwagger = context.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase);
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = isSwagger ? SwaggerPolicy : ApiPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = context.Response.StatusCode < 400 && context.GetEndpoint()?.Metadata.GetMetadata<Cacheable>() is { } cacheable
            ? $"public, max-age={cacheable.Seconds}"
            : isSwagger ? "no-cache" : "no-store";
        if (strictTransport)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }
}
