using System.Net;
using System.Text.RegularExpressions;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>What strangers, voice mails and wrong calls get out of the webhooks: no code, and no row changes.</summary>
public sealed partial class CallsUnderAttack
{
    private ServiceHost _host;
    private AuthApi _api;

    private static IEnumerable<string> Webhooks() => ["", "/digits", "/hangup"];

    [SetUp]
    public async Task Start()
    {
        _host = await Calling.StartAsync();
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Of_two_calls_that_ask_at_once_over_two_nodes_one_is_answered_and_the_other_gets_410()
    {
        await using var other = _host.StartAnother(Calling.Settings);
        AuthApi[] nodes = [_api, other.Client()];
        for (var round = 0; round < 5; round++)
        {
            var phone = AuthApi.NewPhone();
            (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
            var message = await _host.Plivo.WaitForMessageAsync(phone);

            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => new PlayedCall(nodes[i % 2].Http, ServiceHost.PlivoToken, message) { CallUuid = $"call-{i}" }.TakeAsync()));

            Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1));
            Assert.That(answers.Where(answer => answer.Status != 200), Has.All.Matches<PlayedAnswer>(answer => answer.Status == 410 && answer.Body.Contains("\"call_over\"", StringComparison.Ordinal)));
        }
    }

    [Test]
    public async Task The_same_call_gets_the_same_xml_again_and_another_call_nothing()
    {
        var (call, message) = await RingAsync();
        var greeting = await call.TakeAsync();
        var stranger = new PlayedCall(_api.Http, ServiceHost.PlivoToken, message);
        var before = await ImageAsync();

        Assert.That(await call.TakeAsync(), Is.EqualTo(greeting));
        Assert.That((await stranger.TakeAsync()).Status, Is.EqualTo(410));
        var pressed = await stranger.AskAsync(new Uri($"{call.AnswerUrl}/digits"), ("Digits", "1"));
        Assert.That((await stranger.HangUpAsync("busy")).Status, Is.EqualTo(200));

        AssertHangsUp(pressed);
        Assert.That(await ImageAsync(), Is.EqualTo(before));
        var words = await call.PressAsync();
        Assert.That(words.Xml!.Element("Speak"), Is.Not.Null);
        Assert.That(await call.PressAsync(), Is.EqualTo(words), "Plivo may have lost the first answer");
    }

    [TestCase("2")]
    [TestCase("")]
    [TestCase("11")]
    [TestCase(" 1")]
    [TestCase("#")]
    [TestCase("１")]
    public async Task Any_other_key_hangs_up_and_changes_nothing(string key)
    {
        var (call, _) = await RingAsync();
        await call.TakeAsync();
        var before = await ImageAsync();

        AssertHangsUp(await call.PressAsync(key));

        Assert.That(await ImageAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_key_that_comes_twice_or_without_a_greeting_hangs_up()
    {
        var (call, _) = await RingAsync();
        var digits = new Uri($"{call.AnswerUrl}/digits");

        AssertHangsUp(await call.AskAsync(digits, ("Digits", "1")));
        await call.TakeAsync();
        AssertHangsUp(await call.SendAsync(digits, [KeyValuePair.Create("Digits", "1")]));

        Assert.That(await _host.Database.ReadAsync<int>("SELECT state FROM outbox_messages"), Is.EqualTo(3), "no key press counted");
    }

    [Test]
    public async Task Before_the_key_press_the_code_is_in_no_answer()
    {
        var (call, _) = await RingAsync();

        PlayedAnswer[] heard = [await call.TakeAsync(), await call.TakeAsync(), await call.PressAsync("9"), await call.HangUpAsync(), await call.TakeAsync(), await call.PressAsync()];

        Assert.That(heard.Where(answer => SpokenDigits().IsMatch(answer.Body)), Is.Empty);
    }

    [TestCase("spent_at = now()")]
    [TestCase("superseded_at = now()")]
    [TestCase("tries = 5")]
    [TestCase("expires_at = now() - interval '1 second'")]
    public async Task A_code_that_is_over_is_not_spoken_neither_before_nor_after_the_greeting(string end)
    {
        var (early, _) = await RingAsync();
        var (greeted, _) = await RingAsync();
        await greeted.TakeAsync();
        await _host.Database.ExecuteAsync($"UPDATE otp_challenges SET {end}");
        var before = await ImageAsync();

        Assert.That((await early.TakeAsync()).Status, Is.EqualTo(410));
        Assert.That((await greeted.TakeAsync()).Status, Is.EqualTo(410));
        AssertHangsUp(await greeted.PressAsync());

        Assert.That(await ImageAsync(), Is.EqualTo(before));
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(7)]
    [TestCase(8)]
    public async Task A_message_that_never_left_or_whose_call_ended_says_nothing(int state)
    {
        var (call, _) = await RingAsync();
        await _host.Database.ExecuteAsync($"UPDATE outbox_messages SET state = {state}, due_at = now() + interval '1 hour'");

        Assert.That((await call.TakeAsync()).Status, Is.EqualTo(410));
    }

    [Test]
    public async Task The_address_of_a_written_message_says_nothing()
    {
        var (call, _) = await RingAsync();
        await _host.Database.ExecuteAsync("UPDATE outbox_messages SET channel = 1");

        Assert.That((await call.TakeAsync()).Status, Is.EqualTo(410));
    }

    [Test]
    public async Task After_the_end_of_the_call_a_late_end_changes_nothing()
    {
        var (heard, _) = await RingAsync();
        await heard.HearAsync();
        var (unheard, _) = await RingAsync();
        await unheard.HangUpAsync("busy");
        var before = await ImageAsync();

        await heard.HangUpAsync("busy");
        await heard.HangUpAsync("failed");
        await unheard.HangUpAsync("completed");

        Assert.That(await ImageAsync(), Is.EqualTo(before));
        Assert.That((await unheard.TakeAsync()).Status, Is.EqualTo(410));
    }

    [Test]
    public async Task A_wrong_path_secret_a_forged_signature_and_a_bad_link_get_nothing_and_cost_no_query([ValueSource(nameof(Webhooks))] string webhook)
    {
        var (call, message) = await RingAsync();
        await call.TakeAsync();
        var url = $"{call.AnswerUrl}{webhook}";
        var stranger = new PlayedCall(_api.Http, "a-token-that-is-not-the-accounts-0000000", message) { CallUuid = call.CallUuid };
        var before = await AllAsync();
        using var roundTrips = new RoundTrips();

        var asked = await roundTrips.OfAsync(_api, async () =>
        {
            Assert.That((await call.AskAsync(new Uri(url.Replace(Calling.PathSecret, "another-path-secret-of-webhooks", StringComparison.Ordinal)), ("Digits", "1"))).Status, Is.EqualTo(404));
            Assert.That((await stranger.AskAsync(new Uri(url), ("Digits", "1"))).Status, Is.EqualTo(403));
            Assert.That((await UnsignedAsync(url)).Status, Is.EqualTo(HttpStatusCode.Forbidden));
            foreach (var link in new[] { "x", new string('A', 43), Flip(call.AnswerUrl.Segments[^1]) })
            {
                var bad = new Uri(url.Replace(call.AnswerUrl.Segments[^1], link, StringComparison.Ordinal));
                Assert.That((await call.AskAsync(bad, ("Digits", "1"))).Status, Is.EqualTo(404), link);
            }
        });

        Assert.That(asked, Is.Zero, "round trips");
        Assert.That(await AllAsync(), Is.EqualTo(before));
        Assert.That(await roundTrips.OfAsync(_api, () => call.TakeAsync()), Is.Positive, "the count counts");
    }

    [Test]
    public async Task A_signature_is_good_for_its_own_address_only()
    {
        var (call, _) = await RingAsync();
        var (other, _) = await RingAsync();
        KeyValuePair<string, string>[] form = [KeyValuePair.Create("CallUUID", call.CallUuid), KeyValuePair.Create("Digits", "1")];
        const string Nonce = "12345678901234567890";
        var signature = PlivoSigner.V3(ServiceHost.PlivoToken, $"{call.AnswerUrl}/digits", form, Nonce);

        foreach (var path in new[] { call.AnswerUrl.AbsolutePath, call.HangUpUrl.AbsolutePath, $"{other.AnswerUrl.AbsolutePath}/digits", $"{call.AnswerUrl.AbsolutePath}/digits?a=b", $"{call.AnswerUrl.AbsolutePath}/digits/" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
            request.Headers.Add("X-Plivo-Signature-V3", signature);
            request.Headers.Add("X-Plivo-Signature-V3-Nonce", Nonce);
            (await _api.SendAsync(request)).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        }
    }

    [Test]
    public async Task A_V2_signature_opens_no_call_even_where_it_is_allowed_for_reports()
    {
        var (call, _) = await RingAsync();
        await using var allowing = _host.StartAnother([.. Calling.Settings, ("Plivo:AllowV2Signatures", "true")]);
        const string Nonce = "12345678901234567890";
        using var request = new HttpRequestMessage(HttpMethod.Post, call.AnswerUrl.AbsolutePath) { Content = new FormUrlEncodedContent([KeyValuePair.Create("CallUUID", call.CallUuid)]) };
        request.Headers.Add("X-Plivo-Signature-V2", PlivoSigner.V2(ServiceHost.PlivoToken, call.AnswerUrl.OriginalString, Nonce));
        request.Headers.Add("X-Plivo-Signature-V2-Nonce", Nonce);

        (await allowing.Client().SendAsync(request)).Expect(HttpStatusCode.Forbidden, "signature_invalid");
    }

    [Test]
    public async Task Only_a_form_is_taken([ValueSource(nameof(Webhooks))] string webhook)
    {
        var (call, _) = await RingAsync();

        var json = await _api.PostAsync($"{call.AnswerUrl.AbsolutePath}{webhook}", new { CallUUID = call.CallUuid, Digits = "1" });

        json.Expect(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Test]
    public async Task Neither_the_code_nor_the_link_is_in_a_log_line_or_a_row()
    {
        var (call, _) = await RingAsync();
        await call.TakeAsync();
        var spoken = (await call.PressAsync()).Xml!.Element("Speak")!.Value;
        var rows = await TableImage.DumpAsync(_host.Database);
        await call.HangUpAsync();

        string[] secrets = [spoken, string.Concat(spoken.Where(char.IsAsciiDigit)), string.Concat(spoken.SkipWhile(c => !char.IsAsciiDigit(c))), call.AnswerUrl.Segments[^1], Calling.PathSecret];
        Assert.That(_host.Logs.Lines.Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal))), Is.Empty);
        Assert.That(secrets.Where(secret => rows.Contains(secret, StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex("[0-9], [0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex SpokenDigits();

    private static void AssertHangsUp(PlayedAnswer answer) => Assert.That((answer.Status, answer.Body), Is.EqualTo((200, "<Response><Hangup /></Response>")));

    private static string Flip(string link) => (link[0] == 'A' ? "B" : "A") + link[1..];

    private async Task<(PlayedCall Call, ReceivedMessage Message)> RingAsync()
    {
        var phone = AuthApi.NewPhone();
        (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();
        return (await _api.RingAsync(phone), await _host.Plivo.WaitForMessageAsync(phone));
    }

    private async Task<Answer> UnsignedAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url).AbsolutePath) { Content = new FormUrlEncodedContent([KeyValuePair.Create("Digits", "1")]) };
        return await _api.SendAsync(request);
    }

    // Nonces of signed questions are kept whatever the answer is.
    private async Task<string> ImageAsync() =>
        string.Join('\n', (await AllAsync()).Split('\n').Where(line => !line.StartsWith("gateway_nonces ", StringComparison.Ordinal)));

    private Task<string> AllAsync() => TableImage.TakeAsync(_host.Database);
}
