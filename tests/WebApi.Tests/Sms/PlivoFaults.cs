using System.Net;
using System.Net.Sockets;
using System.Text;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>
/// Whatever Plivo does, a client gets 202 for what was stored and then the truth about it, nothing is sent twice, and the code that the person
/// already holds stays right.
/// </summary>
public sealed class PlivoFaults
{
    private ServiceHost _host;
    private AuthApi _api;

    private static IEnumerable<TestCaseData> Faults =>
    [
        Fault("400", PlivoBehaviours.Answer(400, """{"error":"dst is wrong"}"""), "failed", "gateway", "bad_request"),
        Fault("401", PlivoBehaviours.Answer(401, "Unauthorized", "text/plain"), "failed", "gateway", "unauthorized"),
        Fault("402", PlivoBehaviours.Answer(402, "{}"), "failed", "gateway", "no_credit"),
        Fault("403", PlivoBehaviours.Answer(403, "{}"), "failed", "country", "country_blocked"),
        Fault("404", PlivoBehaviours.Answer(404, "{}"), "failed", "gateway", "rejected"),
        Fault("405", PlivoBehaviours.Answer(405, ""), "failed", "gateway", "rejected"),
        Fault("422", PlivoBehaviours.Answer(422, "{}"), "failed", "gateway", "rejected"),
        Fault("500", PlivoBehaviours.Answer(500, "<html>", "text/html"), "unknown", null, "gateway_error"),
        Fault("502", PlivoBehaviours.Answer(502, ""), "unknown", null, "gateway_error"),
        Fault("503", PlivoBehaviours.Answer(503, "{}"), "unknown", null, "gateway_error"),
        Fault("slow", PlivoBehaviours.Slow, "unknown", null, "timeout"),
        Fault("hang", PlivoBehaviours.Hang, "unknown", null, "timeout"),
        Fault("reset", PlivoBehaviours.Reset, "unknown", null, "connection_lost"),
        Fault("cut", PlivoBehaviours.Raw("HTTP/1.1 202 Acc"), "unknown", null, "connection_lost"),
        Fault("redirect", PlivoBehaviours.Redirect("/v1/elsewhere/"), "failed", "gateway", "redirected"),
        Fault("HTML", PlivoBehaviours.Html, "unknown", null, "unreadable_answer"),
        Fault("empty", PlivoBehaviours.Empty, "unknown", null, "unreadable_answer"),
        Fault("endless", PlivoBehaviours.Endless(), "unknown", null, "unreadable_answer"),
        Fault("endless error", PlivoBehaviours.Endless(400), "failed", "gateway", "bad_request"),
        Fault("no id", PlivoBehaviours.Answer(202, """{"message_uuid":[]}"""), "unknown", null, "unreadable_answer"),
        Fault("hostile id", PlivoBehaviours.Answer(202, """{"message_uuid":["'; drop table accounts --"]}"""), "unknown", null, "unreadable_answer"),
        Fault("invalid number", (context, message, stopping) => PlivoBehaviours.Answer(202, $$"""{"invalid_number":["{{message.To[1..]}}"]}""")(context, message, stopping),
            "failed", "number", "invalid_number"),
    ];

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Plivo:TimeoutSeconds", "3"));
        _api = _host.Client();
    }

    [SetUp]
    public void Let_the_circuit_of_a_refused_account_pass() => _host.Clock.Advance(TimeSpan.FromMinutes(2));

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCaseSource(nameof(Faults))]
    public async Task Is_told_to_the_client_sent_once_and_leaves_the_older_code_right(PlivoBehaviour fault, string delivery, string? reason, string stored)
    {
        var phone = AuthApi.NewPhone();
        var (old, oldCode) = await HoldCodeAsync(phone);
        _host.Plivo.Behaviour = fault;

        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        Assert.That(sent["delivery"], Is.EqualTo("queued"));
        await _host.WaitForOutboxAsync();

        var state = (await _api.GetChallengeAsync(sent["challengeId"]!)).Expect(HttpStatusCode.OK);
        Assert.That((state["delivery"], state["reason"], state["resendAt"], state["expiresAt"]), Is.EqualTo((delivery, reason, sent["resendAt"], sent["expiresAt"])));
        Assert.That(_host.Plivo.Messages.Count(message => message.To == phone), Is.EqualTo(2), "the older one, and one request");
        Assert.That(await RowAsync(sent), Is.EqualTo($"{stored}, erased"));
        (await _api.VerifyOtpAsync(old, oldCode)).Expect(HttpStatusCode.OK);

        // It may have arrived after all.
        (await _api.VerifyOtpAsync(sent["challengeId"]!, await _api.CodeSentToAsync(phone, count: 2))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Of_429_waits_and_comes_back_until_the_message_is_taken()
    {
        var phone = AuthApi.NewPhone();
        var (old, oldCode) = await HoldCodeAsync(phone);
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(429, "{}");
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await PutOffAsync(sent);
        var refused = _host.Plivo.Messages.Count(message => message.To == phone) - 1;

        Assert.That(await StateAsync(_api, sent), Is.EqualTo(("queued", (string?)null)));
        Assert.That(await RowAsync(sent), Is.EqualTo("throttled, encrypted"));
        Assert.That(await TextAsync(sent), Does.Not.Contain(await _api.CodeSentToAsync(phone, count: 2)));
        (await _api.VerifyOtpAsync(old, AuthApi.WrongCode(oldCode))).Expect(HttpStatusCode.Unauthorized, "code_invalid");

        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        await _host.Database.ExecuteAsync("UPDATE outbox_messages SET due_at = '2000-01-01' WHERE state = 1");
        await _host.WaitForOutboxAsync();
        Assert.That(await StateAsync(_api, sent), Is.EqualTo(("sent", (string?)null)));
        Assert.That(_host.Plivo.Messages.Count(message => message.To == phone), Is.EqualTo(1 + refused + 1));
        Assert.That(await RowAsync(sent), Is.EqualTo(", erased"));
        (await _api.VerifyOtpAsync(old, oldCode)).Expect(HttpStatusCode.Gone, "code_superseded");
    }

    [Test]
    public async Task Of_a_message_that_waits_until_its_code_expired_costs_no_further_request()
    {
        var phone = AuthApi.NewPhone();
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(429, "{}");
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await PutOffAsync(sent);
        var requests = _host.Plivo.Messages.Count(message => message.To == phone);
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;

        _host.Clock.Advance(TimeSpan.FromSeconds(301));
        await _host.Database.ExecuteAsync("UPDATE outbox_messages SET due_at = '2000-01-01' WHERE state = 1");
        await _host.WaitForOutboxAsync();

        Assert.That(_host.Plivo.Messages.Count(message => message.To == phone), Is.EqualTo(requests));
        Assert.That(await RowAsync(sent), Is.EqualTo("expired, erased"));
        (await _api.GetChallengeAsync(sent["challengeId"]!)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
    }

    [Test]
    public async Task Of_a_message_that_waits_while_the_person_asks_again_costs_no_second_message()
    {
        var phone = AuthApi.NewPhone();
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(429, "{}");
        var waiting = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await PutOffAsync(waiting);
        var refused = _host.Plivo.Messages.Count(message => message.To == phone);
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var renewed = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);

        await _host.Database.ExecuteAsync("UPDATE outbox_messages SET due_at = '2000-01-01' WHERE state = 1");
        await _host.WaitForOutboxAsync();

        Assert.That(await RowAsync(waiting), Is.EqualTo("superseded, erased"));
        Assert.That(await StateAsync(_api, renewed), Is.EqualTo(("sent", (string?)null)));
        Assert.That(_host.Plivo.Messages.Count(message => message.To == phone), Is.EqualTo(refused + 1));
    }

    [Test]
    public async Task Of_a_closed_port_waits_and_the_message_leaves_once_when_the_port_is_open()
    {
        await using var open = await ServiceHost.StartAsync();
        var phone = AuthApi.NewPhone();
        var old = (await open.Client().SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var oldCode = await open.Client().CodeSentToAsync(phone);
        await open.WaitForOutboxAsync();
        await open.StopAsync();
        open.Clock.Advance(TimeSpan.FromSeconds(31));
        Answer sent;
        await using (var closed = open.StartAnother(("Plivo:BaseUrl", ClosedPort())))
        {
            sent = (await closed.Client().SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
            await open.Database.WaitUntilNoneAsync("(SELECT count(*) AS tried FROM outbox_messages WHERE state = 1 AND attempts > 0 AND reason = 'unreachable') now WHERE tried = 0");
            Assert.That(await StateAsync(closed.Client(), sent), Is.EqualTo(("queued", (string?)null)));
            (await closed.Client().VerifyOtpAsync(old, oldCode)).Expect(HttpStatusCode.OK);
        }

        await using var again = open.StartAnother();
        await open.WaitForOutboxAsync();

        Assert.That(await StateAsync(again.Client(), sent), Is.EqualTo(("sent", (string?)null)));
        (await again.Client().VerifyOtpAsync(sent["challengeId"]!, await again.Client().CodeSentToAsync(phone, count: 2))).Expect(HttpStatusCode.OK);
        Assert.That(open.Plivo.Messages, Has.Count.EqualTo(2));
    }

    /// <summary>What the person holds when the fault comes: a code that is right, and the wait for the next one over.</summary>
    private async Task<(string Challenge, string Code)> HoldCodeAsync(string phone)
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);
        await _host.WaitForOutboxAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        return (challenge, code);
    }

    /// <summary>Waits until the message was refused, and keeps it from coming back by itself.</summary>
    private async Task PutOffAsync(Answer sent)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await _host.Database.ExecuteAsync($"UPDATE outbox_messages SET due_at = '2100-01-01' WHERE challenge_id = '{sent["challengeId"]}' AND state = 1 AND attempts > 0") == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<(string?, string?)> StateAsync(AuthApi api, Answer sent)
    {
        var state = (await api.GetChallengeAsync(sent["challengeId"]!)).Expect(HttpStatusCode.OK);
        return (state["delivery"], state["reason"]);
    }

    private Task<string> RowAsync(Answer sent) => _host.Database.ReadAsync<string>(
        $"SELECT coalesce(reason, '') || ', ' || CASE WHEN protected_text IS NULL THEN 'erased' ELSE 'encrypted' END FROM outbox_messages WHERE challenge_id = '{sent["challengeId"]}'");

    private async Task<string> TextAsync(Answer sent) =>
        Encoding.Latin1.GetString(await _host.Database.ReadAsync<byte[]>($"SELECT protected_text FROM outbox_messages WHERE challenge_id = '{sent["challengeId"]}'"));

    private static string ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    private static TestCaseData Fault(string name, PlivoBehaviour behaviour, string delivery, string? reason, string stored) =>
        new TestCaseData(behaviour, delivery, reason, stored).SetArgDisplayNames(name, delivery, reason ?? "no reason", stored);
}
