using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Sms;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace CleanAuth.WebApi.Security;

/// <summary>What every request must keep to, before anything looks at its content.</summary>
internal static class RequestRules
{
    internal static IApplicationBuilder UseRequestRules(this IApplicationBuilder app, bool allowHttp) =>
        app.Use((context, next) => BrokenRule(context.Request, allowHttp) is { } code ? ProblemWriter.WriteAsync(context, code) : next(context));

    private static string? BrokenRule(HttpRequest request, bool allowHttp)
    {
        // Health checks come from inside, without the proxy that ends TLS.
        if (!request.IsHttps && !allowHttp && !request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return "https_required";
        }

        // A small compressed body can be a huge one.
        if (request.Headers.ContentEncoding.Count > 0 || (HasBody(request) && !IsAsTaken(request)))
        {
            return "unsupported_media_type";
        }

        // Two lengths are how a request is smuggled past a proxy (RFC 9112 6.3); Kestrel believes one and renames the other.
        if (request.Headers.TransferEncoding.Count > 0 && (request.Headers.ContentLength is not null || request.Headers.ContainsKey("X-Content-Length")))
        {
            return "malformed_request";
        }

        return request.Query.Any(parameter => parameter.Value.Count > 1) ? "malformed_request" : null;
    }

    private static bool HasBody(HttpRequest request) => request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private static bool IsAsTaken(HttpRequest request) =>
        request.Path.StartsWithSegments(SignedForms.Path, StringComparison.OrdinalIgnoreCase) ? SignedForms.IsForm(request.ContentType) : IsJson(request.ContentType);

    // MVC would also take application/anything+json and a list of types, and it reads forms before it looks at what the operation takes.
    private static bool IsJson(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
