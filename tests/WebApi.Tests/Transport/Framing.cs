using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Attack 38 and request smuggling: where a request ends has one answer, and it does not take for ever to come there.</summary>
public sealed class Framing
{
    private const string Start = "POST /api/v1/auth/login HTTP/1.1\r\nHost: auth.example.com\r\nContent-Type: application/json\r\n";
    private const string Body = """{"email":"a@example.com","password":"correct horse battery staple"}""";

    private ServiceHost _host;

    private static string Chunked => $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n";

    [OneTimeSetUp]
    public async Task StartHost() => _host = await ServiceHost.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_good_request_gets_in()
    {
        var answer = await SendAsync($"{Start}Connection: close\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
        var chunked = await SendAsync($"{Start}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n{Chunked}");

        Assert.That(answer, Does.Contain("invalid_credentials"));
        Assert.That(chunked, Does.Contain("invalid_credentials"));
    }

    [TestCase("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [TestCase("Transfer-Encoding: chunked\r\nContent-Length: 5")]
    [TestCase("Content-Length: 0\r\nTransfer-Encoding: chunked")]
    [TestCase("Content-Length: 5\r\ntransfer-encoding: CHUNKED")]
    [TestCase("Content-Length: 5\r\nX-Content-Length: 5\r\nTransfer-Encoding: chunked")]
    public async Task Two_lengths_are_refused_and_the_connection_ends(string lengths)
    {
        // Without Connection: close, so that the reading ends only when the service closes.
        var answer = await SendAsync($"{Start}{lengths}\r\n\r\n{Chunked}GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

        // Kestrel itself hangs up on the one that also sends the name under which it keeps the length that it does not believe.
        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(400).Or.Zero);
        Assert.That(answer, Does.Not.Contain("not_found").And.Not.Contain("invalid_credentials"));
        Assert.That(answer.Split("HTTP/1.1 "), Has.Length.LessThanOrEqualTo(2), "no second answer, to the smuggled request");
    }

    [TestCase("Content-Length: 5\r\nContent-Length: 6")]
    [TestCase("Content-Length: 66, 66")]
    [TestCase("Content-Length: -1")]
    [TestCase("Content-Length: 0x42")]
    [TestCase("Content-Length: 99999999999999999999")]
    [TestCase("Transfer-Encoding: chunked, identity")]
    [TestCase("Transfer-Encoding: gzip, chunked, x")]
    [TestCase("Transfer-Encoding: xchunked")]
    [TestCase("Transfer-Encoding : chunked")]
    [TestCase("Transfer-Encoding: identity")]
    [TestCase("Transfer-Encoding:\r\n chunked")]
    public async Task A_length_that_two_readers_could_read_differently_is_refused_and_the_connection_ends(string lengths)
    {
        var answer = await SendAsync($"{Start}{lengths}\r\n\r\n{Chunked}");

        Assert.That(RawHttp.StatusOf(answer), Is.InRange(400, 501));
        Assert.That(answer, Does.Not.Contain("invalid_credentials"));
        Assert.That(answer.Split("HTTP/1.1 "), Has.Length.EqualTo(2));
    }

    [TestCase("zz\r\n{}\r\n0\r\n\r\n")]
    [TestCase("-1\r\n{}\r\n0\r\n\r\n")]
    [TestCase("ffffffffffffffff\r\n{}\r\n0\r\n\r\n")]
    [TestCase("2\r\n{}xx\r\n0\r\n\r\n")]
    public async Task Chunks_that_are_none_are_refused(string chunks)
    {
        var answer = await SendAsync($"{Start}Transfer-Encoding: chunked\r\n\r\n{chunks}");

        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(400));
        Assert.That(answer, Does.Contain("malformed_request"));
    }

    [Test]
    public async Task Chunks_without_an_end_are_cut_at_16_KiB()
    {
        var endless = string.Concat(Enumerable.Repeat($"400\r\n{new string(' ', 0x400)}\r\n", 20));

        var answer = await SendAsync($"{Start}Transfer-Encoding: chunked\r\n\r\n{endless}");

        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(413));
        Assert.That(answer, Does.Contain("body_too_large"));
    }

    [Test]
    public async Task Header_fields_beyond_16_KiB_are_refused()
    {
        var answer = await SendAsync($"{Start}X-Long: {new string('a', 17 * 1024)}\r\n\r\n");

        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(431));
    }

    /// <summary>Takes about six seconds: Kestrel gives a body five before it wants 240 bytes a second.</summary>
    [Test]
    public async Task A_body_that_stops_coming_is_cut_off()
    {
        var answer = await SendAsync($"{Start}Content-Length: {Body.Length}\r\n\r\n{Body[..1]}");

        Assert.That(answer, Is.Empty.Or.Contains("request_timeout"));
        Assert.That(RawHttp.StatusOf(answer), Is.Zero.Or.EqualTo(408));
    }

    private Task<string> SendAsync(string request) => RawHttp.SendAsync(_host.BaseAddress, request);
}
