using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Otp;

/// <summary>What a frontend sees of its message, and what a stranger does not.</summary>
public sealed class ChallengeStatus
{
    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_message_is_queued_until_the_gateway_took_it_and_then_sent()
    {
        var gate = new TaskCompletionSource();
        _host.Plivo.Behaviour = PlivoBehaviours.After(gate.Task, PlivoBehaviours.Accept);
        var sent = (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);

        var waiting = (await StatusAsync(sent)).Expect(HttpStatusCode.OK);
        Assert.That(waiting["delivery"], Is.EqualTo("queued"));
        Assert.That(waiting["expiresAt"], Is.EqualTo(sent["expiresAt"]));
        gate.SetResult();
        await _host.WaitForOutboxAsync();

        var status = (await StatusAsync(sent)).Expect(HttpStatusCode.OK);
        Assert.That(status["delivery"], Is.EqualTo("sent"));
        Assert.That(status["resendAt"], Is.EqualTo(sent["resendAt"]));
        Assert.That(status["reason"], Is.Null);
    }

    [TestCase(400, "{}", "failed", "gateway")]
    [TestCase(401, "nonsense", "failed", "gateway")]
    [TestCase(403, "{}", "failed", "country")]
    [TestCase(500, "<html>", "unknown", null)]
    [TestCase(202, "", "unknown", null)]
    public async Task A_message_that_the_gateway_did_not_take_says_so_and_is_not_sent_again(int status, string body, string delivery, string? reason)
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(status, body);
        var phone = AuthApi.NewPhone();
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();

        var state = (await StatusAsync(sent)).Expect(HttpStatusCode.OK);

        Assert.That(state["delivery"], Is.EqualTo(delivery));
        Assert.That(state["reason"], Is.EqualTo(reason));
        Assert.That(_host.Plivo.Messages.Count(message => message.To == phone), Is.EqualTo(1));
    }

    [Test]
    public async Task An_unknown_and_an_expired_id_answer_the_same_404_and_a_stranger_sees_no_number()
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        Assert.That((await StatusAsync(sent)).Body, Does.Not.Contain(phone[^2..] + "\"").And.Not.Contain("phone"));

        _host.Clock.Advance(TimeSpan.FromSeconds(301));
        var expired = (await StatusAsync(sent)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
        var unknown = (await _api.SendAsync(HttpMethod.Get, $"/api/v1/auth/challenges/{new string('A', 22)}")).Expect(HttpStatusCode.NotFound, "challenge_not_found");

        Assert.That(unknown.Body.Replace(unknown["traceId"]!, "", StringComparison.Ordinal), Is.EqualTo(expired.Body.Replace(expired["traceId"]!, "", StringComparison.Ordinal)));
    }

    [TestCase("short")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAA%0A")]
    [TestCase("'%20OR%20''='")]
    public async Task What_is_no_id_answers_the_same_404(string id)
    {
        (await _api.SendAsync(HttpMethod.Get, $"/api/v1/auth/challenges/{id}")).Expect(HttpStatusCode.NotFound, "challenge_not_found");
    }

    private Task<Answer> StatusAsync(Answer sent) => _api.SendAsync(HttpMethod.Get, $"/api/v1/auth/challenges/{sent["challengeId"]}");
}
