using CleanAuth.Domain;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CleanAuth.WebApi.Security;

/// <summary>Answers a refusal with its problem instead of the framework's bare challenge, and tells operators who tried to administer (ASVS 5.0 16.3.2).</summary>
internal sealed partial class AccessProblems(ILogger<AccessProblems> logger) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // Routing's own answers (405) are no routes: they open nothing, and they tell only what the contract tells.
        if (authorizeResult.Succeeded || context.GetEndpoint() is not RouteEndpoint route)
        {
            return next(context);
        }

        var refused = authorizeResult.AuthorizationFailure?.FailureReasons.OfType<AccessRefused>().FirstOrDefault();
        var error = refused?.Error ?? SessionErrors.TokenInvalid;
        LogAdministration(context, policy, route, error);
        return ProblemWriter.WriteAsync(context, error);
    }

    // Only of somebody known: strangers must not write the log.
    private void LogAdministration(HttpContext context, AuthorizationPolicy policy, RouteEndpoint route, Error error)
    {
        if (policy.Requirements.OfType<AccessRequirement>().Any(demanded => demanded.Access is Access.Administrator or Access.AdministratorFreshProof)
            && context.User.Account() is { } account)
        {
            Refused(account.Value, context.Request.Method, route.RoutePattern.RawText, error.Code);
        }
    }

    [LoggerMessage(EventId = 8100, Level = LogLevel.Warning, Message = "Account {AccountId} was refused at {Method} {Route}: {Code}")]
    private partial void Refused(Guid accountId, string method, string? route, string code);
}
