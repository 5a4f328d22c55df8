using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CleanAuth.Domain;
using Microsoft.Net.Http.Headers;

namespace CleanAuth.WebApi.Errors;

/// <summary>The one place that turns a refusal into HTTP.</summary>
internal static class ProblemWriter
{
    internal const string ContentType = "application/problem+json; charset=utf-8";

    internal static Task WriteAsync(HttpContext context, Error error) =>
        WriteAsync(context, ProblemCatalogue.Codes[error.Code], error.Detail, error);

    internal static Task WriteAsync(HttpContext context, string code, string? detail = null) =>
        WriteAsync(context, ProblemCatalogue.Codes[code], detail ?? ProblemCatalogue.Codes[code].Text, error: null);

    /// <summary>The status of each kind; the catalogue says the same for each code, and a test compares them.</summary>
    internal static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Gone => StatusCodes.Status410Gone,
        ErrorKind.Throttled => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
    };

    private static async Task WriteAsync(HttpContext context, ProblemCode problem, string detail, Error? error)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        AddFields(context, problem, error);
        await response.WriteAsJsonAsync(
            new Problem
            {
                Type = $"/problems/{problem.Code}",
                Title = problem.Title,
                Status = problem.Status,
                Detail = detail,
                Code = problem.Code,
                TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
                Hint = error?.Hint,
                Methods = error?.Methods,
                Errors = error?.Members,
            },
            (JsonSerializerOptions?)null, ContentType, context.RequestAborted);
    }

    private static void AddFields(HttpContext context, ProblemCode problem, Error? error)
    {
        var headers = context.Response.Headers;
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            // RFC 6750 3.1: the error only when a token was sent.
            headers.WWWAuthenticate = context.Request.Headers.ContainsKey(HeaderNames.Authorization) ? "Bearer error=\"invalid_token\"" : "Bearer";
        }

        var wait = error?.RetryAfter ?? (problem.Status == StatusCodes.Status503ServiceUnavailable ? TimeSpan.FromSeconds(5) : null);
        if (wait is not { } delay)
        {
            return;
        }

        var seconds = Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        headers.RetryAfter = seconds;
        if (error?.Limit is { } limit)
        {
            headers["RateLimit"] = $"\"{limit.Name}\";r=0;t={seconds}";
            headers["RateLimit-Policy"] = $"\"{limit.Name}\";q={limit.Quota};w={(long)limit.Window.TotalSeconds}";
        }
    }
}
