using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Transport;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>What a webhook reads, what it leaves behind in logs, and what a flood costs.</summary>
public sealed class WebhookForms
{
    private readonly RoundTrips _roundTrips = new();
    private Webhooks _webhooks;
    private ReceivedMessage _message;

    [OneTimeSetUp]
    public async Task Start()
    {
        _webhooks = await Webhooks.StartAsync(("RateLimits:Anonymous:Permits", "20"), ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"));
        (_, _message) = await _webhooks.SendCodeAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _roundTrips.Dispose();
        if (_webhooks is not null)
        {
            await _webhooks.DisposeAsync();
        }
    }

    [TestCase("application/json")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded; charset=iso-8859-1")]
    [TestCase("application/x-www-form-urlencoded, application/json")]
    [TestCase("application/x-www-form-urlencodedx")]
    public async Task Only_a_form_in_UTF_8_is_taken(string type)
    {
        using var request = _webhooks.Plivo.Report(_message, "sent").ToRequest(type);

        Refusal.AssertIsOne(await _webhooks.Api.SendAsync(request), type, "unsupported_media_type");
    }

    [Test]
    public async Task Who_does_not_know_the_path_secret_is_answered_before_the_body_is_read()
    {
        // A hundred bytes are promised and none comes: reading them would end in 408.
        var answer = await RawHttp.SendAsync(
            _webhooks.Api.Http.BaseAddress!, "POST", "/api/v1/webhooks/plivo/messages/no-such-secret", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 100");

        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(404), answer);
    }

    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/x-www-form-urlencoded; charset=utf-8")]
    [TestCase("Application/X-WWW-Form-Urlencoded;charset=\"UTF-8\"")]
    public async Task A_form_is_taken_however_its_type_is_written(string type)
    {
        using var request = _webhooks.Plivo.Report(_message, "sent").ToRequest(type);

        (await _webhooks.Api.SendAsync(request)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task No_other_operation_takes_a_form()
    {
        foreach (var operation in OperationsWithJson())
        {
            using var request = new HttpRequestMessage(operation.Method, operation.Path) { Content = new FormUrlEncodedContent([KeyValuePair.Create("email", "a@example.com")]) };
            Refusal.AssertIsOne(await _webhooks.Api.SendAsync(request), $"{operation}", "unsupported_media_type");
        }
    }

    [Test]
    public async Task A_body_over_16_KiB_is_refused()
    {
        var report = _webhooks.Plivo.Report(_message, "sent", [.. Enumerable.Range(0, 17).Select(i => ($"Field{i}", new string('a', 1000)))]);

        Refusal.AssertIsOne(await _webhooks.SendAsync(report), "17 KiB", "body_too_large");
    }

    [Test]
    public async Task A_form_has_at_most_100_fields_with_bounded_names_and_values()
    {
        (await _webhooks.SendAsync(With(100 - 11, name: 5, value: 10))).Expect(HttpStatusCode.OK);
        Refusal.AssertIsOne(await _webhooks.SendAsync(With(101 - 11, name: 5, value: 10)), "101 fields", "malformed_request");
        (await _webhooks.SendAsync(With(1, name: 128, value: 2048))).Expect(HttpStatusCode.OK);
        Refusal.AssertIsOne(await _webhooks.SendAsync(With(1, name: 129, value: 1)), "long name", "malformed_request");
        Refusal.AssertIsOne(await _webhooks.SendAsync(With(1, name: 5, value: 2049)), "long value", "malformed_request");

        SignedForm With(int fields, int name, int value) =>
            _webhooks.Plivo.Report(_message, "sent", [.. Enumerable.Range(0, fields).Select(i => ($"{i}".PadLeft(name, 'n'), new string('v', value)))]);
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        var report = _webhooks.Plivo.Report(_message, "sent");

        Refusal.AssertIsOne(await _webhooks.SendAsync(report with { Body = report.Body + "&a=\u00ff\u00fe" }), "Latin-1", "malformed_request");
    }

    [Test]
    public async Task A_thousand_unsigned_calls_ask_the_database_nothing_and_are_not_held_against_Plivo()
    {
        var unsigned = _webhooks.Plivo.Report(_message, "delivered") with { Headers = new Dictionary<string, string>() };
        var asked = 0;
        for (var i = 0; i < 1000; i++)
        {
            using var request = unsigned.ToRequest();
            asked += await _roundTrips.OfAsync(_webhooks.Api, request);
        }

        Assert.That(asked, Is.Zero);
        (await _webhooks.SendAsync(_webhooks.Plivo.Report(_message, "sent"))).Expect(HttpStatusCode.OK);
        Assert.That((await _webhooks.SendAsync(unsigned)).Code, Is.EqualTo("signature_invalid"), "the flood gate of 20 a minute is not in front");
    }

    [Test]
    public async Task The_path_secret_is_in_no_log_line_whatever_becomes_of_the_call()
    {
        var good = _webhooks.Plivo.Report(_message, "sent");
        await _webhooks.SendAsync(good);
        await _webhooks.SendAsync(good with { Headers = new Dictionary<string, string>() });
        await _webhooks.SendAsync(good with { Body = new string('a', 20_000) });
        await _webhooks.SendAsync(good with { Body = "\u00ff" });
        await _webhooks.SendAsync(good with { Url = good.Url + "/nothing" });
        using var json = good.ToRequest("application/json");
        await _webhooks.Api.SendAsync(json);
        await _webhooks.Api.SendAsync(HttpMethod.Get, good.Url[Webhooks.BaseUrl.Length..]);

        Assert.That(_webhooks.Host.Logs.Lines, Has.Some.StartsWith("Trace Microsoft.AspNetCore"), "the log is as talkative as was asked for");
        Assert.That(_webhooks.Host.Logs.Lines.Where(line => line.Contains(Webhooks.PathSecret, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    [Test]
    public async Task A_client_is_offered_a_call_when_the_message_did_not_arrive_or_a_minute_passed()
    {
        await using var webhooks = await Webhooks.StartWithVoiceAsync();
        var (waiting, failed, arrived) = (await webhooks.SendCodeAsync(), await webhooks.SendCodeAsync(), await webhooks.SendCodeAsync());
        await webhooks.ReportAsync(failed.Message, "undelivered", ("ErrorCode", "20"));
        await webhooks.ReportAsync(arrived.Message, "delivered");
        var before = await TableImage.TakeAsync(webhooks.Host.Database);

        Assert.That(await NextChannelsAsync(), Is.EqualTo(new[] { null, "voice", null }));
        webhooks.Host.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.That(await NextChannelsAsync(), Is.EqualTo(new[] { "voice", "voice", null }));
        Assert.That(await TableImage.TakeAsync(webhooks.Host.Database), Is.EqualTo(before), "looking changes nothing");

        async Task<string?[]> NextChannelsAsync() =>
            [.. (await Task.WhenAll(new[] { waiting, failed, arrived }.Select(one => webhooks.StatusAsync(one.Challenge)))).Select(state => state["nextChannel"])];
    }

    private IReadOnlyList<Operation> OperationsWithJson() => Operation.WithBody(_webhooks.Host);
}
