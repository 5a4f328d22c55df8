using System.Diagnostics;
using System.Security.Authentication;

namespace CleanAuth.Infrastructure;

/// <summary>How another service is connected to, whichever it is: that host only, nothing sent or followed that we did not decide.</summary>
internal static class OutgoingHttp
{
    /// <param name="timeout">For the connection alone, TLS included. The time of a request as a whole is the caller's to keep.</param>
    internal static SocketsHttpHandler Handler(TimeSpan timeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // A proxy from the environment would be a host that nobody configured here.
        UseProxy = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 16,
        SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };
}
