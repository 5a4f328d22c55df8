using CleanAuth.Domain.Sms;
using CleanAuth.TestKit.Plivo;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class An_answer_of_Plivo
{
    private const string Uuid = "0936ec98-7c4c-11e9-9bd8-0626d8e2a5f1";

    [Test]
    public async Task Of_any_2xx_with_an_id_means_accepted([Values(200, 201, 202, 299)] int status) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(status, Accepted)), Is.EqualTo(new SendOutcome(SendOutcomeKind.Accepted, Uuid)));

    [TestCase(300, "redirected")]
    [TestCase(301, "redirected")]
    [TestCase(302, "redirected")]
    [TestCase(304, "redirected")]
    [TestCase(308, "redirected")]
    [TestCase(400, "bad_request")]
    [TestCase(401, "unauthorized")]
    [TestCase(402, "no_credit")]
    [TestCase(403, "country_blocked")]
    [TestCase(404, "rejected")]
    [TestCase(405, "rejected")]
    [TestCase(406, "rejected")]
    [TestCase(408, "rejected")]
    [TestCase(409, "rejected")]
    [TestCase(413, "rejected")]
    [TestCase(422, "rejected")]
    [TestCase(499, "rejected")]
    public async Task Of_this_status_means_refused(int status, string reason) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(status, "")), Is.EqualTo(new SendOutcome(SendOutcomeKind.Refused, Reason: reason)));

    [Test]
    public async Task Of_429_means_not_sent() =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(429, "")), Is.EqualTo(new SendOutcome(SendOutcomeKind.NotSent, Reason: "throttled")));

    [Test]
    public async Task Of_5xx_means_unknown([Values(500, 502, 503, 504, 599)] int status) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(status, "")), Is.EqualTo(new SendOutcome(SendOutcomeKind.Unknown, Reason: "gateway_error")));

    [Test]
    public async Task Is_judged_by_its_status_and_not_by_its_words(
        [Values("<html>Unauthorized</html>", "plain words", Accepted, "{\"error\":")] string body) =>
        Assert.That((await AnswerAsync(PlivoBehaviours.Answer(401, body))).Reason, Is.EqualTo("unauthorized"));

    [TestCase("""{"message_uuid":["0936ec98"],"invalid_number":["447700900123"]}""")]
    [TestCase("""{"message_uuid":[],"invalid_number":["+447700900123"]}""")]
    [TestCase("""{"invalid_number":["447700900123"]}""")]
    public async Task That_calls_the_number_invalid_means_refused(string body) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(202, body)), Is.EqualTo(new SendOutcome(SendOutcomeKind.Refused, Reason: "invalid_number")));

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"447700900123\"")]
    [TestCase("[\"447700900124\", 447700900123, null]")]
    public async Task That_calls_no_number_or_another_one_invalid_means_accepted(string invalid) =>
        Assert.That((await AnswerAsync(PlivoBehaviours.Answer(202, $$"""{"message_uuid":["{{Uuid}}"],"invalid_number":{{invalid}}}"""))).Kind,
            Is.EqualTo(SendOutcomeKind.Accepted));

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("<!DOCTYPE html><title>Welcome</title>")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"queued\"")]
    [TestCase("{}")]
    [TestCase("""{"message_uuid":null}""")]
    [TestCase("""{"message_uuid":[]}""")]
    [TestCase("""{"message_uuid":[7]}""")]
    [TestCase("""{"message_uuid":[""]}""")]
    [TestCase("""{"message_uuid":["not an id"]}""")]
    [TestCase("""{"message_uuid":["a\u0000b"]}""")]
    [TestCase("""{"message_uuid":["\ud800"]}""")]
    [TestCase("""{"message_uuid":["0123456789012345678901234567890123456789012345678901234567890123x"]}""")]
    [TestCase("""{"message_uuid":["0936ec98"]""")]
    public async Task That_cannot_be_read_means_unknown(string body) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(202, body)), Is.EqualTo(s_unread));

    [Test]
    public async Task Nested_beyond_reason_means_unknown() =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Answer(202, new string('[', 60_000))), Is.EqualTo(s_unread));

    [TestCase(0, SendOutcomeKind.Accepted)]
    [TestCase(1, SendOutcomeKind.Unknown)]
    public async Task Is_read_up_to_64_KiB(int more, SendOutcomeKind kind) =>
        Assert.That((await AnswerAsync(PlivoBehaviours.Answer(202, Accepted.PadRight((64 * 1024) + more)))).Kind, Is.EqualTo(kind));

    [Test]
    public async Task Without_an_end_means_unknown() =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Endless()), Is.EqualTo(s_unread));

    [Test]
    public async Task Without_an_end_is_judged_by_its_status_when_that_says_it_all() =>
        Assert.That((await AnswerAsync(PlivoBehaviours.Endless(400))).Reason, Is.EqualTo("bad_request"));

    [Test]
    public async Task That_is_no_HTTP_means_unknown() =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Raw("SSH-2.0-OpenSSH_9.6\r\n\r\n")), Is.EqualTo(s_unread));

    [Test]
    public async Task With_headers_without_an_end_means_unknown() =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Raw($"HTTP/1.1 202 Accepted\r\nX: {new string('x', 32 * 1024)}\r\n\r\n")), Is.EqualTo(s_unread));

    [Test]
    public async Task That_points_elsewhere_is_not_followed()
    {
        await using var elsewhere = await PlivoStub.StartAsync();

        var outcome = await AnswerAsync(PlivoBehaviours.Redirect($"{elsewhere.BaseUrl}/v1/"));

        Assert.That(outcome, Is.EqualTo(new SendOutcome(SendOutcomeKind.Refused, Reason: "redirected")));
        Assert.That(elsewhere.Messages, Is.Empty);
    }

    private const string Accepted = $$"""{"api_id":"1","message":"message(s) queued","message_uuid":["{{Uuid}}"]}""";

    private static readonly SendOutcome s_unread = new(SendOutcomeKind.Unknown, Reason: "unreadable_answer");

    private static async Task<SendOutcome> AnswerAsync(PlivoBehaviour behaviour)
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        stub.Behaviour = behaviour;

        var outcome = await host.SendAsync();

        Assert.That(stub.Messages, Has.Count.EqualTo(1), "requests");
        return outcome;
    }
}
