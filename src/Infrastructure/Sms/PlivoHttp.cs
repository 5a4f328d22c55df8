using System.Net.Http.Headers;
using System.Text;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>The connection to Plivo.</summary>
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

    internal static SocketsHttpHandler Handler(PlivoOptions options)
    {
        var handler = OutgoingHttp.Handler(options.Timeout);

        // Shorter than servers usually keep idle connections: one that dies under a request leaves an unknown outcome.
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20);
        handler.MaxResponseDrainSize = PlivoAnswer.MaxBytes;
        return handler;
    }
}
