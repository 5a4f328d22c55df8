using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CleanAuth.TestKit.Plivo;

/// <summary>Makes the calls that Plivo makes to the service, signed with <paramref name="token"/>, to the address that the message asked for.</summary>
public sealed class PlivoCallbacks(string token)
{
    private int _sequence;

    /// <summary>A report about <paramref name="message"/>; its fields can be changed before it is sent, and then it must be signed anew.</summary>
    public SignedForm Report(ReceivedMessage message, string status, params (string Name, string Value)[] fields)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Report(message.Fields["url"], message.Uuid, status, fields);
    }

    /// <param name="url">The public address of the webhook.</param>
    /// <param name="uuid">Plivo's name for the message.</param>
    /// <param name="status">Such as <c>delivered</c>.</param>
    /// <param name="fields">More fields, or others instead.</param>
    public SignedForm Report(string url, string uuid, string status, params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string>
        {
            ["MessageUUID"] = uuid,
            ["ParentMessageUUID"] = uuid,
            ["Sequence"] = Interlocked.Increment(ref _sequence).ToString(CultureInfo.InvariantCulture),
            ["Status"] = status,
            ["To"] = "447700900000",
            ["From"] = "14155550199",
            ["Type"] = "sms",
            ["Units"] = "1",
            ["TotalRate"] = "0.00550",
            ["TotalAmount"] = "0.00550",
            ["SentTime"] = "2026-08-23 10:11:12.000000",
        };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        return Sign(url, form);
    }

    /// <summary>These fields, signed with a nonce of their own unless one is given.</summary>
    public SignedForm Sign(string url, IReadOnlyDictionary<string, string> form, string? nonce = null)
    {
        nonce ??= RandomNumberGenerator.GetHexString(20);
        return new SignedForm(url, Encoded(form), new Dictionary<string, string>
        {
            ["X-Plivo-Signature-V3"] = PlivoSigner.V3(token, url, form, nonce),
            ["X-Plivo-Signature-V3-Nonce"] = nonce,
        });
    }

    /// <summary>As Plivo writes it: a blank is a plus sign.</summary>
    public static string Encoded(IReadOnlyDictionary<string, string> form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return string.Join('&', form.Select(field => $"{Escaped(field.Key)}={Escaped(field.Value)}"));
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}

/// <summary>One call as it goes over the network; a test may change each part with <c>with</c>.</summary>
/// <param name="Url">The public address that was signed.</param>
public sealed record SignedForm(string Url, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>To wherever the service really listens: what a proxy does.</summary>
    public HttpRequestMessage ToRequest(string contentType = "application/x-www-form-urlencoded")
    {
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(Body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var request = new HttpRequestMessage(HttpMethod.Post, Url[Url.IndexOf('/', "https://".Length)..]) { Content = content };
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
