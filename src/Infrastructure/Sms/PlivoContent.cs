using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>
/// The body of one message. Knows whether the network asked for it, which is what tells "certainly not sent" from "may have been sent":
/// it is asked for only when the connection stands, and no error of the HTTP stack says that as reliably.
/// </summary>
internal sealed class PlivoContent : HttpContent
{
    private readonly byte[] _json;
    private int _started;

    internal PlivoContent(string senderId, OutgoingSms message)
    {
        // Plivo's log would keep the code for a week and the number for three months.
        _json = JsonSerializer.SerializeToUtf8Bytes(new { src = senderId, dst = message.To.Digits, text = message.Text, type = "sms", log = "false" });
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    internal bool Started => Volatile.Read(ref _started) == 1;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
        {
            throw new InvalidOperationException("A message must not leave twice.");
        }

        await stream.WriteAsync(_json, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
