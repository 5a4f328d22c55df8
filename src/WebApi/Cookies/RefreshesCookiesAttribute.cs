using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CleanAuth.WebApi.Cookies;

/// <summary>The refresh: without a token in the body it takes the one in the cookie.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefreshesCookiesAttribute() : TypeFilterAttribute<CookieRefresh>;

internal sealed class CookieRefresh(CsrfProof proof) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (SessionCookies.Of(http.Request) is not { Refresh: not null } cookies || context.ActionArguments.Values.Any(body => body is RefreshSessionCommand { RefreshToken: not null }))
        {
            await next();
            return;
        }

        if (!proof.IsGiven(http.Request, await proof.NamedByAsync(cookies, http.RequestAborted)))
        {
            context.Result = ((Result<Done>)SessionErrors.CsrfInvalid).ToNoContent();
            return;
        }

        CookieMode.TurnOn(http, cookies);
        var executed = await next();

        // Whoever still has an access token may step up, which cures some refusals; for anybody else the session is over.
        if (executed is { Exception: null, Result: not ObjectResult } && cookies.Access is null)
        {
            http.Response.ClearCookies(SessionCookies.RefreshName);
        }
    }
}
