using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>The connection to Plivo: one host, nothing sent or followed that we did not decide.</summary>
internal static class PlivoHttp
{
    internal static void Configure(HttpClient client, PlivoOptions options)
    {
        var credentials = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{options.AuthId}:{options.AuthToken}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        // Web application firewalls refuse requests without one.
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("CleanAuth", null));

        // The gateway keeps the time itself: this one would stop at the headers of the answer.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    internal static SocketsHttpHandler Handler(PlivoOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,

        // A proxy from the environment would be a host that nobody configured here.
        UseProxy = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = options.Timeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // Shorter than servers usually keep idle connections: one that dies under a request leaves an unknown outcome.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = PlivoAnswer.MaxBytes,
        SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };
}
