using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>One HTTP answer, read to its end.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
{
    /// <summary>The problem's stable code, or null when the answer is no problem.</summary>
    public string? Code => ContentHeaders.ContentType?.MediaType == "application/problem+json" ? this["code"] : null;

    /// <summary>A member of the JSON body as text, or null when it is absent.</summary>
    public string? this[string member] => Json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Fails with the body in the message when the status is another one.</summary>
    public Answer Expect(HttpStatusCode status)
    {
        Assert.That(Status, Is.EqualTo(status), Body);
        return this;
    }

    public Answer Expect(HttpStatusCode status, string code)
    {
        Expect(status);
        Assert.That(Code, Is.EqualTo(code), Body);
        return this;
    }
}
