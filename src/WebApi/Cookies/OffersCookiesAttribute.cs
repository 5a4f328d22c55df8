using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CleanAuth.WebApi.Cookies;

/// <summary>The log-in: with <c>?cookies=true</c> its tokens go into cookies.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OffersCookiesAttribute() : TypeFilterAttribute<CookieLogin>
{
    internal const string Query = "cookies";
}

/// <summary>Lets only pages of an allowed origin log a browser in: another one could log it in as somebody else (security-requirements attack 50).</summary>
internal sealed class CookieLogin(AllowedOrigins origins) : IActionFilter
{
    private static readonly Error s_noBoolean =
        ValidationErrors.Of(new Dictionary<string, MemberError[]> { [OffersCookiesAttribute.Query] = [new MemberError("type_invalid", "must be true or false")] });

    public void OnActionExecuting(ActionExecutingContext context)
    {
        var request = context.HttpContext.Request;
        switch ((string?)request.Query[OffersCookiesAttribute.Query])
        {
            case null or "false":
                break;
            case "true" when origins.Allow(request.Headers.Origin):
                CookieMode.TurnOn(context.HttpContext, proved: null);
                break;
            case "true":
                context.Result = ((Result<Done>)SessionErrors.OriginNotAllowed).ToNoContent();
                break;
            default:
                context.Result = ((Result<Done>)s_noBoolean).ToNoContent();
                break;
        }
    }

    public void OnActionExecuted(ActionExecutedContext context)
    {
    }
}
