using System.Security.Cryptography;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;

namespace CleanAuth.WebApi.Errors;

/// <summary>The last handler: what no use case expected becomes a problem that shows nothing of the inside (ASVS 5.0 16.5.1).</summary>
internal sealed partial class FaultHandling(RequestDelegate next, ILogger<FaultHandling> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, e);
        }
    }

    private Task AnswerAsync(HttpContext context, Exception e)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }

        // Kestrel says some bad requests, such as a chunk of 2^64 bytes, with a bare IOException.
        if (e is IOException)
        {
            return ProblemWriter.WriteAsync(context, e is BadHttpRequestException bad ? ProblemCatalogue.CodeOf(bad.StatusCode) : "malformed_request");
        }

        if (GoneAccount.Caused(e))
        {
            TooLate((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            return ProblemWriter.WriteAsync(context, SessionErrors.TokenInvalid);
        }

        if (Outage.Caused(e))
        {
            DatabaseAway(e);
            return ProblemWriter.WriteAsync(context, "unavailable");
        }

        if (e is CryptographicException)
        {
            SecretUnreadable(e);
            return ProblemWriter.WriteAsync(context, "unavailable");
        }

        Unexpected(e, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
        return ProblemWriter.WriteAsync(context, "internal_error");
    }

    [LoggerMessage(EventId = 9001, Level = LogLevel.Error, Message = "The database is away")]
    private partial void DatabaseAway(Exception e);

    [LoggerMessage(EventId = 9002, Level = LogLevel.Error, Message = "Unexpected fault in {Method} {Route}")]
    private partial void Unexpected(Exception e, string method, string? route);

    [LoggerMessage(EventId = 9003, Level = LogLevel.Error, Message = "A stored secret does not open: is the master key that sealed it missing from Security:PreviousMasterKeys?")]
    private partial void SecretUnreadable(Exception e);

    [LoggerMessage(EventId = 9004, Level = LogLevel.Information, Message = "A request to {Route} lost against the deletion of its account")]
    private partial void TooLate(string? route);
}
