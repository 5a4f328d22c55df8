using System.Xml.Linq;

namespace CleanAuth.TestKit.Plivo;

/// <summary>
/// One call as Plivo makes it after it took a request: asks the addresses that it was given, signed, and does what the XML says. The public
/// address is what is signed; the request goes to where the service listens.
/// </summary>
public sealed class PlayedCall(HttpClient service, string authToken, ReceivedMessage request)
{
    private Uri? _keyPress;

    /// <summary>Plivo's name for the call.</summary>
    public string CallUuid { get; init; } = $"{Guid.CreateVersion7()}";

    public Uri AnswerUrl => new(request.Fields["answer_url"]);

    public Uri HangUpUrl => new(request.Fields["hangup_url"]);

    /// <summary>Somebody takes the call.</summary>
    public async Task<PlayedAnswer> TakeAsync()
    {
        var answer = await AskAsync(AnswerUrl, ("Event", "StartApp"), ("CallStatus", "in-progress"));
        _keyPress = answer.Xml?.Element("GetDigits")?.Attribute("action")?.Value is { } action ? new Uri(action) : _keyPress;
        return answer;
    }

    /// <summary>They press a key after the greeting.</summary>
    public Task<PlayedAnswer> PressAsync(string key = "1") =>
        AskAsync(_keyPress ?? throw new InvalidOperationException("Nobody asked for a key."), ("Event", "Redirect"), ("CallStatus", "in-progress"), ("Digits", key));

    /// <summary>The call ends, with these fields beside those of every call.</summary>
    public Task<PlayedAnswer> HangUpAsync(string status = "completed", params (string Name, string Value)[] more) =>
        AskAsync(HangUpUrl, [("Event", "Hangup"), ("CallStatus", status), ("TotalCost", "0.01300"), ("BillRate", "0.01300"), .. more]);

    /// <summary>The digits of the code that is read out, without what separates them; then they hang up.</summary>
    public async Task<string> HearAsync()
    {
        await TakeAsync();
        var words = (await PressAsync()).Xml!.Element("Speak")!.Value;
        await HangUpAsync();
        return string.Concat(words.Where(char.IsAsciiDigit));
    }

    /// <summary>Any question about the call, signed for this address with these fields.</summary>
    public Task<PlayedAnswer> AskAsync(Uri url, params (string Name, string Value)[] fields)
    {
        KeyValuePair<string, string>[] form =
        [
            KeyValuePair.Create("CallUUID", CallUuid), KeyValuePair.Create("RequestUUID", request.Uuid), KeyValuePair.Create("Direction", "outbound"),
            KeyValuePair.Create("To", request.To.TrimStart('+')), KeyValuePair.Create("From", request.Fields.GetValueOrDefault("from", "")),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ];
        return SendAsync(url, form);
    }

    /// <summary>This form, signed; nothing is added.</summary>
    public async Task<PlayedAnswer> SendAsync(Uri url, IReadOnlyCollection<KeyValuePair<string, string>> form)
    {
        var nonce = $"{Guid.CreateVersion7():N}";
        using var message = new HttpRequestMessage(HttpMethod.Post, url.PathAndQuery) { Content = new FormUrlEncodedContent(form) };
        message.Headers.Add("X-Plivo-Signature-V3", PlivoSigner.V3(authToken, url.OriginalString, form, nonce));
        message.Headers.Add("X-Plivo-Signature-V3-Nonce", nonce);
        using var response = await service.SendAsync(message);
        return new PlayedAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
    }
}

/// <summary>What the service answered in a call.</summary>
public sealed record PlayedAnswer(int Status, string? ContentType, string Body)
{
    /// <summary>The root of the XML, or null when it is none.</summary>
    public XElement? Xml => ContentType?.StartsWith("application/xml", StringComparison.Ordinal) == true ? XElement.Parse(Body) : null;
}
