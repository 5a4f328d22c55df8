using CleanAuth.Domain;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CleanAuth.WebApi.Cookies;

/// <summary>The log-out: a browser's cookies name its session, and go with it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EndsCookiesAttribute() : TypeFilterAttribute<CookieLogout>;

internal sealed class CookieLogout(CsrfProof proof) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (!CameByCookies(context))
        {
            await next();
            return;
        }

        var cookies = SessionCookies.Of(http.Request);
        var named = cookies is null ? [] : await proof.NamedByAsync(cookies, http.RequestAborted);
        if (!proof.IsGiven(http.Request, named))
        {
            context.Result = ((Result<Done>)SessionErrors.CsrfInvalid).ToNoContent();
            return;
        }

        CookieMode.TurnOn(http, cookies);
        if (await EndedAsync(context, named, next))
        {
            http.Response.ClearCookies(SessionCookies.AccessName, SessionCookies.RefreshName, SessionCookies.StepName);
            http.Response.Headers["Clear-Site-Data"] = "\"cookies\", \"storage\"";
        }
    }

    // After a log-out no cookie is left, and the header is all that tells a browser that logs out again from a client that forgot its token.
    private static bool CameByCookies(ActionExecutingContext context)
    {
        var request = context.HttpContext.Request;
        var hasToken = request.Headers.Authorization.Count > 0 || context.ActionArguments.Values.Any(body => body is LogoutRequest { RefreshToken: not null });
        return !hasToken && (SessionCookies.Of(request) is not null || request.Headers.ContainsKey(CsrfProof.Header));
    }

    private static async Task<bool> EndedAsync(ActionExecutingContext context, IReadOnlyCollection<CsrfSubject> named, ActionExecutionDelegate next)
    {
        if (named.Any(subject => subject.IsSession))
        {
            return (await next()).Result is NoContentResult;
        }

        context.Result = new NoContentResult();
        return true;
    }
}
