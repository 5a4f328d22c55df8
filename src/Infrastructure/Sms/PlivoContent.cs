using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>
/// The body of one request. Knows whether the network asked for it, which is what tells "certainly not sent" from "may have been sent":
/// it is asked for only when the connection stands, and no error of the HTTP stack says that as reliably.
/// </summary>
internal sealed class PlivoContent : HttpContent
{
    private readonly byte[] _json;
    private readonly Func<CancellationToken, Task<bool>> _leave;
    private int _asked;

    internal PlivoContent(object fields, Func<CancellationToken, Task<bool>> leave)
    {
        (_json, _leave) = (JsonSerializer.SerializeToUtf8Bytes(fields), leave);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>True from the moment at which a byte of the body may be on its way.</summary>
    internal bool Started { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _asked, 1) == 1)
        {
            throw new InvalidOperationException("A message must not leave twice.");
        }

        if (!await _leave(cancellationToken))
        {
            throw new InvalidOperationException("Somebody else has the message.");
        }

        Started = true;
        await stream.WriteAsync(_json, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
