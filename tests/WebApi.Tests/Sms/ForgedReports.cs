using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Transport;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>Whoever is not Plivo moves nothing, and what Plivo signed moves it once (attacks 53 and 54).</summary>
public sealed partial class ForgedReports
{
    private const string V3 = "X-Plivo-Signature-V3";
    private const string V3Nonce = "X-Plivo-Signature-V3-Nonce";

    private Webhooks _webhooks;
    private string _challenge;
    private ReceivedMessage _message;

    [SetUp]
    public async Task Start()
    {
        _webhooks = await Webhooks.StartAsync();
        (_challenge, _message) = await _webhooks.SendCodeAsync();
    }

    [TearDown]
    public ValueTask Stop() => _webhooks?.DisposeAsync() ?? default;

    [Test]
    public async Task Any_changed_byte_of_body_nonce_signature_path_or_query_is_refused_and_changes_nothing()
    {
        var good = _webhooks.Plivo.Report($"{Webhooks.Url}?tenant=one", _message.Uuid, "delivered", ("ErrorCode", "a+b c:é"));
        var before = await TableImage.TakeAsync(_webhooks.Host.Database);

        var bodies = EachByteChanged(good.Body, 1).Select(body => good with { Body = body });
        var headers = new[] { V3, V3Nonce }.SelectMany(name => EachByteChanged(good.Headers[name], 1).Concat(EachByteChanged(good.Headers[name], 2)).Select(value => WithHeader(good, name, value)));
        var paths = EachByteChanged(good.Url[Webhooks.BaseUrl.Length..], 1).Where(path => !path.Contains('#', StringComparison.Ordinal)).Select(path => good with { Url = Webhooks.BaseUrl + path });
        using (Assert.EnterMultipleScope())
        {
            foreach (var forged in bodies.Concat(headers))
            {
                Assert.That((await _webhooks.SendAsync(forged)).Code, Is.EqualTo("signature_invalid"), forged.ToString());
            }

            foreach (var forged in paths)
            {
                // Where forms are not taken at all, the body is refused before the path is looked at.
                Assert.That((await _webhooks.SendAsync(forged)).Code, Is.AnyOf("signature_invalid", "not_found", "unsupported_media_type"), forged.Url);
            }
        }

        Assert.That(await TableImage.TakeAsync(_webhooks.Host.Database), Is.EqualTo(before));
        (await _webhooks.SendAsync(good)).Expect(HttpStatusCode.OK);
        Assert.That((await _webhooks.StatusAsync(_challenge))["delivery"], Is.EqualTo("delivered"), "unchanged it is good");
    }

    [TestCase("?a=1")]
    [TestCase("?pathSecret=x")]
    [TestCase("/")]
    [TestCase("%00")]
    public async Task An_address_with_more_than_was_signed_is_refused(string more)
    {
        var good = _webhooks.Plivo.Report(_message, "delivered");

        Assert.That((await _webhooks.SendAsync(good with { Url = good.Url + more })).Status, Is.AnyOf(HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.BadRequest));
        Assert.That((await _webhooks.StatusAsync(_challenge))["delivery"], Is.EqualTo("sent"));
    }

    [Test]
    public async Task A_query_is_signed_too()
    {
        var good = _webhooks.Plivo.Report($"{Webhooks.Url}?tenant=one", _message.Uuid, "delivered");

        (await _webhooks.SendAsync(good with { Url = $"{Webhooks.Url}?tenant=two" })).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        (await _webhooks.SendAsync(good with { Url = Webhooks.Url })).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        (await _webhooks.SendAsync(good)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_path_with_the_secret_in_other_escapes_is_another_address()
    {
        var good = _webhooks.Plivo.Report(_message, "delivered");

        foreach (var (secret, status) in new[] { ("a-path", 200), ("%61-path", 403) })
        {
            var target = good.Url[Webhooks.BaseUrl.Length..].Replace("a-path", secret, StringComparison.Ordinal);
            var answer = await RawHttp.SendAsync(_webhooks.Host.BaseAddress, $"POST {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + $"{V3}: {good.Headers[V3]}\r\n{V3Nonce}: {good.Headers[V3Nonce]}\r\nContent-Length: {good.Body.Length}\r\n\r\n{good.Body}");
            Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(status), secret);
        }
    }

    [Test]
    public async Task A_wrong_path_secret_is_not_found_even_when_the_call_is_signed_for_it()
    {
        foreach (var secret in new[] { "x", Webhooks.PathSecret[1..], Webhooks.PathSecret + "x", Webhooks.PathSecret.ToUpperInvariant() })
        {
            var url = $"{Webhooks.BaseUrl}/api/v1/webhooks/plivo/messages/{secret}";
            (await _webhooks.SendAsync(_webhooks.Plivo.Report(url, _message.Uuid, "delivered"))).Expect(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Test]
    public async Task A_bad_V3_beside_a_good_V2_is_refused_and_V2_alone_counts_only_where_the_settings_allow_it()
    {
        await using var lenient = Webhooks.On(_webhooks.Host, ("Plivo:AllowV2Signatures", "true"));
        var report = _webhooks.Plivo.Report(_message, "delivered");
        var v2 = report with
        {
            Headers = new Dictionary<string, string>
            {
                ["X-Plivo-Signature-V2"] = PlivoSigner.V2(ServiceHost.PlivoToken, Webhooks.Url, "12345"),
                ["X-Plivo-Signature-V2-Nonce"] = "12345",
            },
        };

        (await _webhooks.SendAsync(v2)).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        foreach (var name in new[] { V3, "X-Plivo-Signature-Ma-V3" })
        {
            (await lenient.SendAsync(WithHeader(v2, name, "AAAA"))).Expect(HttpStatusCode.Forbidden, "signature_invalid");
            (await lenient.SendAsync(WithHeader(WithHeader(v2, name, "AAAA"), V3Nonce, report.Headers[V3Nonce]))).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        }

        (await lenient.SendAsync(v2)).Expect(HttpStatusCode.OK);
        (await lenient.SendAsync(v2 with { Body = v2.Body.Replace("delivered", "failed", StringComparison.Ordinal) })).Expect(HttpStatusCode.Forbidden, "signature_invalid");
    }

    [Test]
    public async Task An_unsigned_call_is_refused()
    {
        var report = _webhooks.Plivo.Report(_message, "delivered");

        (await _webhooks.SendAsync(report with { Headers = new Dictionary<string, string>() })).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        (await _webhooks.SendAsync(new PlivoCallbacks("a-token-of-somebody-else-00").Report(_message, "delivered"))).Expect(HttpStatusCode.Forbidden, "signature_invalid");
    }

    [Test]
    public async Task Two_tokens_verify_during_a_change_and_the_main_accounts_has_a_header_of_its_own()
    {
        var (older, main) = (new PlivoCallbacks("the-token-of-last-week-000"), new PlivoCallbacks("the-token-of-the-main-account"));
        await using var node = Webhooks.On(_webhooks.Host, ("Plivo:PreviousAuthToken", "the-token-of-last-week-000"), ("Plivo:MainAuthToken", "the-token-of-the-main-account"));
        var ofMain = main.Report(_message, "sent");

        (await node.SendAsync(_webhooks.Plivo.Report(_message, "sent"))).Expect(HttpStatusCode.OK);
        (await node.SendAsync(older.Report(_message, "sent"))).Expect(HttpStatusCode.OK);
        (await node.SendAsync(ofMain)).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        (await node.SendAsync(Renamed(ofMain))).Expect(HttpStatusCode.OK);
        (await node.SendAsync(Renamed(_webhooks.Plivo.Report(_message, "sent")))).Expect(HttpStatusCode.Forbidden, "signature_invalid");
    }

    [Test]
    public async Task Host_and_forwarded_host_change_nothing()
    {
        using var honest = _webhooks.Plivo.Report(_message, "sent").ToRequest();
        (honest.Headers.Host, _) = ("elsewhere.example.net", honest.Headers.TryAddWithoutValidation("X-Forwarded-Host", "elsewhere.example.net"));
        (await _webhooks.Api.SendAsync(honest)).Expect(HttpStatusCode.OK);

        foreach (var url in new[] { $"http://elsewhere.example.net{Webhooks.Url[Webhooks.BaseUrl.Length..]}", $"https://elsewhere.example.net{Webhooks.Url[Webhooks.BaseUrl.Length..]}" })
        {
            using var forged = _webhooks.Plivo.Report(url, _message.Uuid, "delivered").ToRequest();
            (forged.Headers.Host, _) = ("elsewhere.example.net", forged.Headers.TryAddWithoutValidation("X-Forwarded-Host", "elsewhere.example.net"));
            forged.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
            (await _webhooks.Api.SendAsync(forged)).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        }
    }

    [Test]
    public async Task The_public_address_may_have_a_path_that_a_proxy_takes_away()
    {
        await using var node = Webhooks.On(_webhooks.Host, ("Plivo:CallbackBaseUrl", "https://example.com/auth/"));
        var (challenge, message) = await AskOnlyAsync(node);
        Assert.That(message.Fields["url"], Is.EqualTo($"https://example.com/auth/api/v1/webhooks/plivo/messages/{Webhooks.PathSecret}"));

        using var request = _webhooks.Plivo.Report(message, "delivered").ToRequest();
        request.RequestUri = new Uri($"/api/v1/webhooks/plivo/messages/{Webhooks.PathSecret}", UriKind.Relative);
        (await node.Api.SendAsync(request)).Expect(HttpStatusCode.OK);

        Assert.That((await node.StatusAsync(challenge))["delivery"], Is.EqualTo("delivered"));
    }

    [Test]
    public async Task A_nonce_that_comes_again_with_the_same_content_is_taken_without_effect()
    {
        var report = _webhooks.Plivo.Report(_message, "delivered");
        (await _webhooks.SendAsync(report)).Expect(HttpStatusCode.OK);
        await _webhooks.Host.Database.ExecuteAsync("UPDATE outbox_messages SET state = 3");
        var before = await TableImage.TakeAsync(_webhooks.Host.Database);

        (await _webhooks.SendAsync(report)).Expect(HttpStatusCode.OK);

        Assert.That(await TableImage.TakeAsync(_webhooks.Host.Database), Is.EqualTo(before));
    }

    [Test]
    public async Task A_nonce_that_comes_again_with_another_content_is_refused_for_a_day()
    {
        var form = new Dictionary<string, string> { ["MessageUUID"] = _message.Uuid, ["Status"] = "sent", ["Sequence"] = "1" };
        (await _webhooks.SendAsync(_webhooks.Plivo.Sign(Webhooks.Url, form, "nonce-1"))).Expect(HttpStatusCode.OK);
        var before = await TableImage.TakeAsync(_webhooks.Host.Database);
        form["Status"] = "delivered";
        var other = _webhooks.Plivo.Sign(Webhooks.Url, form, "nonce-1");
        // The signed text is the same: only where a name ends and its value begins has changed.
        var shifted = new Dictionary<string, string> { ["MessageUUID"] = _message.Uuid, ["Statussen"] = "t", ["Sequence"] = "1" };

        (await _webhooks.SendAsync(other)).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        (await _webhooks.SendAsync(_webhooks.Plivo.Sign(Webhooks.Url, shifted, "nonce-1"))).Expect(HttpStatusCode.Forbidden, "signature_invalid");

        Assert.That(await TableImage.TakeAsync(_webhooks.Host.Database), Is.EqualTo(before));
        _webhooks.Host.Clock.Advance(TimeSpan.FromHours(23));
        (await _webhooks.SendAsync(other)).Expect(HttpStatusCode.Forbidden, "signature_invalid");
    }

    [Test]
    public async Task One_call_that_comes_many_times_at_once_has_its_effect_once()
    {
        var report = _webhooks.Plivo.Report(_message, "delivered");

        var answers = await AtOnce.SendAsync(30, _ => _webhooks.SendAsync(report));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await _webhooks.CountAsync("gateway_nonces"), Is.EqualTo(1));
        Assert.That(_webhooks.Host.Logs.Lines.Count(line => line.Contains("[2005]", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Nonces_are_forgotten_after_a_day_and_not_before()
    {
        await _webhooks.ReportAsync(_message, "sent");
        _webhooks.Host.Clock.Advance(TimeSpan.FromHours(12));
        await _webhooks.ReportAsync(_message, "delivered");
        _webhooks.Host.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
        await _webhooks.WaitForCountAsync("gateway_nonces", 1);

        _webhooks.Host.Clock.Advance(TimeSpan.FromHours(12));
        await _webhooks.WaitForCountAsync("gateway_nonces", 0);
    }

    [Test]
    public async Task Refused_calls_are_logged_once_a_minute_with_their_number()
    {
        var unsigned = _webhooks.Plivo.Report(_message, "delivered") with { Headers = new Dictionary<string, string>() };
        await AtOnce.SendAsync(20, _ => _webhooks.SendAsync(unsigned));
        Assert.That(Lines(), Has.Count.EqualTo(1));

        _webhooks.Host.Clock.Advance(TimeSpan.FromSeconds(61));
        await _webhooks.SendAsync(unsigned);

        Assert.That(Lines(), Has.Count.EqualTo(2));
        Assert.That(Lines().Sum(line => int.Parse(Counted().Match(line).Groups[1].Value, CultureInfo.InvariantCulture)), Is.EqualTo(21), "each call is told of once");

        List<string> Lines() => [.. _webhooks.Host.Logs.Lines.Where(line => line.Contains("[2120]", StringComparison.Ordinal))];
    }

    private static async Task<(string Challenge, ReceivedMessage Message)> AskOnlyAsync(Webhooks node)
    {
        // Either node may take the message; this one alone asks for the other address.
        while (true)
        {
            var (challenge, message) = await node.SendCodeAsync();
            if (message.Fields["url"].StartsWith("https://example.com", StringComparison.Ordinal))
            {
                return (challenge, message);
            }
        }
    }

    private static IEnumerable<string> EachByteChanged(string text, int mask) => text.Select((c, i) => $"{text[..i]}{(char)(c ^ mask)}{text[(i + 1)..]}");

    private static SignedForm WithHeader(SignedForm form, string name, string value) =>
        form with { Headers = new Dictionary<string, string>(form.Headers) { [name] = value } };

    [GeneratedRegex("Count=([0-9]+)")]
    private static partial Regex Counted();

    private static SignedForm Renamed(SignedForm form) =>
        form with { Headers = new Dictionary<string, string> { ["X-Plivo-Signature-Ma-V3"] = form.Headers[V3], [V3Nonce] = form.Headers[V3Nonce] } };
}
