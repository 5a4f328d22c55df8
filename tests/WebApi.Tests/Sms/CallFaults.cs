using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>Whatever Plivo does, a call ends in a known state, nobody is called twice for one code, and its words do not stay.</summary>
public sealed class CallFaults
{
    private ServiceHost _host;
    private AuthApi _api;

    private static IEnumerable<TestCaseData> Faults() =>
    [
        new TestCaseData(PlivoBehaviours.Answer(400, "{}"), "failed", "gateway").SetArgDisplayNames("400"),
        new TestCaseData(PlivoBehaviours.Answer(401, "nonsense"), "failed", "gateway").SetArgDisplayNames("401"),
        new TestCaseData(PlivoBehaviours.Answer(402, "{}"), "failed", "gateway").SetArgDisplayNames("402"),
        new TestCaseData(PlivoBehaviours.Answer(403, "{}"), "failed", "country").SetArgDisplayNames("403"),
        new TestCaseData(PlivoBehaviours.Answer(404, "{}"), "failed", "gateway").SetArgDisplayNames("404"),
        new TestCaseData(PlivoBehaviours.Answer(500, "<html>"), "unknown", null).SetArgDisplayNames("500"),
        new TestCaseData(PlivoBehaviours.Html, "unknown", null).SetArgDisplayNames("HTML"),
        new TestCaseData(PlivoBehaviours.Empty, "unknown", null).SetArgDisplayNames("empty"),
        new TestCaseData(PlivoBehaviours.Reset, "unknown", null).SetArgDisplayNames("reset"),
        new TestCaseData(PlivoBehaviours.Hang, "unknown", null).SetArgDisplayNames("hang"),
        new TestCaseData(PlivoBehaviours.Slow, "unknown", null).SetArgDisplayNames("slow"),
    ];

    [SetUp]
    public async Task Start()
    {
        _host = await Calling.StartAsync(("Plivo:TimeoutSeconds", "2"));
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCaseSource(nameof(Faults))]
    public async Task Every_fault_is_a_known_state_and_no_second_call(PlivoBehaviour fault, string delivery, string? reason)
    {
        _host.Plivo.Behaviour = fault;
        var sent = (await _api.CallOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        _host.Clock.Advance(TimeSpan.FromSeconds(120));
        await _host.WaitForOutboxAsync();

        var status = (await _api.GetChallengeAsync(sent["challengeId"]!)).Expect(HttpStatusCode.OK);
        Assert.That((status["delivery"], status["reason"], status["nextChannel"]), Is.EqualTo((delivery, reason, "sms")));
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(1));
        Assert.That(await TextsAsync(), Is.EqualTo(delivery == "unknown" ? 1 : 0), "a call that may be ringing keeps its words");
    }

    [Test]
    public async Task A_throttled_call_is_tried_again_with_the_same_code()
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(429, "");
        var phone = AuthApi.NewPhone();
        var sent = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.Plivo.WaitForMessageAsync(phone);
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        await _host.WaitForOutboxAsync();

        var code = await (await _api.RingAsync(phone, _host.Plivo.Messages.Count)).HearAsync();

        (await _api.VerifyOtpAsync(sent["challengeId"]!, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Somebody_may_take_the_call_before_the_gateway_has_answered_the_request()
    {
        var gate = new TaskCompletionSource();
        _host.Plivo.Behaviour = PlivoBehaviours.After(gate.Task, PlivoBehaviours.Accept);
        var phone = AuthApi.NewPhone();
        var sent = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);

        var code = await (await _api.RingAsync(phone)).HearAsync();
        gate.SetResult();
        await _host.WaitForOutboxAsync();

        Assert.That((await _api.GetChallengeAsync(sent["challengeId"]!))["delivery"], Is.EqualTo("delivered"), "the late answer moves nothing back");
        (await _api.VerifyOtpAsync(sent["challengeId"]!, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_call_whose_request_was_never_answered_may_ring_and_is_heard()
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Reset;
        var phone = AuthApi.NewPhone();
        var sent = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();

        var code = await (await _api.RingAsync(phone)).HearAsync();

        (await _api.VerifyOtpAsync(sent["challengeId"]!, code)).Expect(HttpStatusCode.OK);
        Assert.That(await TextsAsync(), Is.Zero);
    }

    [Test]
    public async Task The_words_of_a_call_that_nobody_ends_are_erased_with_its_code()
    {
        (await _api.CallOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();
        Assert.That(await TextsAsync(), Is.EqualTo(1));

        _host.Clock.Advance(TimeSpan.FromSeconds(301));

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await TextsAsync() > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Test]
    public async Task A_refused_account_stops_calls_and_messages_alike()
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(401, "");
        (await _api.CallOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();

        (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "gateway_unavailable");
        (await _api.CallOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "gateway_unavailable");
    }

    private Task<long> TextsAsync() => _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages WHERE protected_text IS NOT NULL");
}
