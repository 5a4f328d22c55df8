using CleanAuth.WebApi.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CleanAuth.WebApi.Cookies;

/// <summary>
/// On what may end the session that asks: its cookies go with it, or a browser would go on being somebody whom no route takes. A route with an <c>id</c>
/// ends that session, any other one the caller's.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EndsOwnSessionAttribute : ResultFilterAttribute
{
    public override void OnResultExecuting(ResultExecutingContext context)
    {
        var http = context.HttpContext;
        if (context.Result is NoContentResult && CookieMode.IsOn(http) && IsOwn(context.RouteData.Values["id"], http))
        {
            http.Response.ClearCookies(SessionCookies.AccessName, SessionCookies.RefreshName, SessionCookies.StepName);
        }
    }

    private static bool IsOwn(object? id, HttpContext http) => id is null || (Guid.TryParse($"{id}", out var session) && session == http.User.Session().Id.Value);
}
