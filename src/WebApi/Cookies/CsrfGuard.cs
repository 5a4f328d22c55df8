using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Authorization;

namespace CleanAuth.WebApi.Cookies;

/// <summary>
/// Stands before every route that demands a caller, so that none can be forgotten: who comes by cookies learns the CSRF token of the session, and
/// changes nothing without it. Routes for everybody never see a cookie, but for those with a filter of their own (<see cref="CookieMode.CookiesOf"/>).
/// </summary>
internal sealed class CsrfGuard(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, CsrfProof proof)
    {
        if (SessionCookies.Of(context.Request) is not { } cookies || !DemandsCaller(context.GetEndpoint()))
        {
            await next(context);
        }
        else if (CsrfProof.SubjectOf(context) is { } caller)
        {
            await PassAsync(context, cookies, caller, proof);
        }
        else
        {
            // A page that was loaded anew, after the access cookie's end, needs the value for the refresh that its 401 asks for.
            if (await proof.SessionOfAsync(cookies.Refresh, context.RequestAborted) is { } session)
            {
                proof.Tell(context.Response, session);
            }

            await next(context);
        }
    }

    private static bool DemandsCaller(Endpoint? endpoint) => endpoint is RouteEndpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private async Task PassAsync(HttpContext context, SessionCookies cookies, CsrfSubject caller, CsrfProof proof)
    {
        proof.Tell(context.Response, caller);
        if (!IsSafe(context.Request.Method) && !proof.IsGiven(context.Request, [caller]))
        {
            await ProblemWriter.WriteAsync(context, SessionErrors.CsrfInvalid);
            return;
        }

        CookieMode.TurnOn(context, cookies);
        await next(context);
    }
}
