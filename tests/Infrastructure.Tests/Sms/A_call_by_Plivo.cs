using System.Text.Json;
using System.Text.RegularExpressions;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms.Calls;
using CleanAuth.TestKit.Plivo;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed partial class A_call_by_Plivo
{
    private const string Webhooks = $"https://auth.example.com/base/api/v1/webhooks/plivo/voice/{GatewayHost.CallbackSecret}/";

    private PlivoStub _stub;
    private GatewayHost _host;

    [SetUp]
    public async Task Start()
    {
        _stub = await PlivoStub.StartAsync();
        _host = await GatewayHost.StartAsync(GatewayHost.SettingsWithVoice(_stub.BaseUrl, timeoutSeconds: 1));
    }

    [TearDown]
    public async Task Stop()
    {
        await _host.DisposeAsync();
        await _stub.DisposeAsync();
    }

    [Test]
    public async Task Is_one_POST_to_the_account_with_these_members_and_no_other()
    {
        var id = Guid.CreateVersion7();

        var outcome = await _host.CallAsync(id: id);

        var received = _stub.Messages.Single();
        Assert.That(outcome, Is.EqualTo(new SendOutcome(SendOutcomeKind.Accepted, received.Uuid)));
        Assert.That($"{received.Method} {received.Path}", Is.EqualTo($"POST /v1/Account/{GatewayHost.AuthId}/Call/"));
        using var body = JsonDocument.Parse(received.Body);
        var answer = received.Fields["answer_url"];
        Assert.That(body.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.ToString())), Is.EqualTo(new[]
        {
            ("from", GatewayHost.CallerId), ("to", "447700900123"), ("answer_url", answer), ("answer_method", "POST"), ("hangup_url", $"{answer}/hangup"), ("hangup_method", "POST"),
            ("time_limit", "120"), ("ring_timeout", "30"),
        }));
        Assert.That(answer, Does.StartWith(Webhooks));
        Assert.That(_host.Services.GetRequiredService<CallLinks>().MessageOf(new CallLink(answer[Webhooks.Length..])), Is.EqualTo(id));
    }

    [Test]
    public async Task Carries_no_word_of_the_message()
    {
        await _host.CallAsync("Your code is 2, 7, 1, 8, 2, 8.");

        Assert.That(_stub.Messages.Single().Body, Does.Not.Contain("code").And.Not.Contain("2, 7").And.Not.Contain("271828"));
    }

    [Test]
    public async Task Leaves_only_when_it_may()
    {
        var outcome = await _host.CallAsync(leave: _ => Task.FromResult(false));

        Assert.That(outcome.Kind, Is.EqualTo(SendOutcomeKind.NotSent));
    }

    [TestCase(400, SendOutcomeKind.Refused, "bad_request")]
    [TestCase(401, SendOutcomeKind.Refused, "unauthorized")]
    [TestCase(402, SendOutcomeKind.Refused, "no_credit")]
    [TestCase(403, SendOutcomeKind.Refused, "country_blocked")]
    [TestCase(404, SendOutcomeKind.Refused, "rejected")]
    [TestCase(302, SendOutcomeKind.Refused, "redirected")]
    [TestCase(429, SendOutcomeKind.NotSent, "throttled")]
    [TestCase(500, SendOutcomeKind.Unknown, "gateway_error")]
    [TestCase(503, SendOutcomeKind.Unknown, "gateway_error")]
    public async Task Answered_with_this_status_is(int status, SendOutcomeKind kind, string reason) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(status, """{"request_uuid":"0936ec98"}""")), Is.EqualTo(new SendOutcome(kind, Reason: reason)));

    [TestCase("")]
    [TestCase("<!DOCTYPE html><title>Welcome</title>")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"request_uuid":null}""")]
    [TestCase("""{"request_uuid":7}""")]
    [TestCase("""{"request_uuid":["0936ec98"]}""")]
    [TestCase("""{"request_uuid":""}""")]
    [TestCase("""{"request_uuid":"not an id"}""")]
    [TestCase("""{"request_uuid":"\ud800"}""")]
    [TestCase("""{"message_uuid":["0936ec98"]}""")]
    [TestCase("""{"request_uuid":"0936ec98" """)]
    public async Task Answered_with_what_names_no_call_is_unknown(string body) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(201, body)), Is.EqualTo(Unknown("unreadable_answer")));

    [Test]
    public async Task Whose_answer_never_comes_is_unknown() => Assert.That(await AnswerAsync(PlivoBehaviours.Hang), Is.EqualTo(Unknown("timeout")));

    [Test]
    public async Task Whose_connection_was_reset_is_unknown() => Assert.That(await AnswerAsync(PlivoBehaviours.Reset), Is.EqualTo(Unknown("connection_lost")));

    [Test]
    public async Task Is_refused_when_the_settings_for_it_were_taken_away()
    {
        await using var without = await GatewayHost.StartAsync(_stub.BaseUrl);

        Assert.That(without.Voice.IsOffered, Is.False);
        Assert.That(await without.CallAsync(), Is.EqualTo(new SendOutcome(SendOutcomeKind.Refused, Reason: "voice_not_set_up")));
        Assert.That(_stub.Messages, Is.Empty);
    }

    [Test]
    public async Task Says_in_the_log_what_became_of_it_and_holds_no_secret()
    {
        var id = Guid.CreateVersion7();

        await _host.CallAsync("Your code is 2, 7, 1, 8, 2, 8.", id);

        Assert.That(_host.Log.Lines, Has.Exactly(1).StartsWith($"Information {typeof(PlivoVoiceGateway).FullName} 2000 Call {id} to ***23 "));
        Assert.That(_host.Log.Lines.Where(line => Secret().IsMatch(line)), Is.Empty);
    }

    private static SendOutcome Unknown(string reason) => new(SendOutcomeKind.Unknown, Reason: reason);

    private async Task<SendOutcome> AnswerAsync(PlivoBehaviour behaviour)
    {
        // Opens the connection, so that the second belongs to the answer however busy the machine is.
        await _host.CallAsync();
        _stub.Behaviour = behaviour;
        var outcome = await _host.CallAsync();

        Assert.That(_stub.Messages, Has.Count.EqualTo(2), "requests");
        return outcome;
    }

    [GeneratedRegex($"2, 7|271828|{GatewayHost.CallbackSecret}|447700900123|{GatewayHost.AuthToken}|/voice/", RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
