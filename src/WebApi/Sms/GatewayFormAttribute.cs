using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CleanAuth.WebApi.Sms;

/// <summary>
/// An operation whose body is a form of the gateway, and the fields of it that are read. Who does not know the path secret gets 404 before a byte of
/// the body is read: strangers can make the service neither parse nor wait.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GatewayFormAttribute(params string[] fields) : Attribute, IResourceFilter
{
    public IReadOnlyList<string> Fields => fields;

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.HttpContext.RequestServices.GetRequiredService<IGatewayCalls>().IsExpected($"{context.RouteData.Values["pathSecret"]}"))
        {
            Result<Done> refusal = SmsErrors.NoSuchWebhook;
            context.Result = refusal.ToNoContent();
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
