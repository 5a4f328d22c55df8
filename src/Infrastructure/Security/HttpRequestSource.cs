using CleanAuth.Domain.Security;
using Microsoft.AspNetCore.Http;

namespace CleanAuth.Infrastructure.Security;

internal sealed class HttpRequestSource(IHttpContextAccessor accessor) : IRequestSource
{
    public Source Current => accessor.HttpContext is { } context
        ? new Source(context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent is [{ } agent] ? agent : null)
        : Source.None;
}
