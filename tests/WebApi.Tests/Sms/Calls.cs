using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>Codes by a call, from the request to the words in the ear.</summary>
public sealed class Calls
{
    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _host = await Calling.StartAsync();
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_number_is_proved_by_the_code_of_a_call_at_sign_up()
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);

        var code = await (await _api.RingAsync(phone)).HearAsync();
        var proof = (await _api.VerifyOtpAsync(sent["challengeId"]!, code)).Expect(HttpStatusCode.OK)["phoneVerificationToken"]!;

        var account = (await _api.SignUpAsync(AuthApi.NewEmail(), proof)).Expect(HttpStatusCode.Created);
        Assert.That(account["phoneNumber"], Is.EqualTo(phone));
    }

    [Test]
    public async Task The_second_step_of_a_log_in_takes_the_code_of_a_call()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StartLogInAsync(person);
        var challenge = (await _api.CallSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;

        var code = await (await _api.RingAsync(person.PhoneNumber, count: 2)).HearAsync();

        Assert.That((await _api.AuthenticateAsync(token, challenge, code)).Expect(HttpStatusCode.OK)["accessToken"], Is.Not.Null);
    }

    [Test]
    public async Task The_greeting_asks_for_a_key_and_only_the_key_brings_the_code_twice_in_the_persons_language()
    {
        var phone = AuthApi.NewPhone();
        (await _api.CallOtpAsync(phone, "fr-CA")).Expect(HttpStatusCode.Accepted);
        var call = await _api.RingAsync(phone);

        var greeting = await call.TakeAsync();
        var words = await call.PressAsync();

        Assert.That(greeting.ContentType, Is.EqualTo("application/xml; charset=utf-8"));
        Assert.That(greeting.Body, Is.EqualTo(
            $"""<Response><GetDigits action="{call.AnswerUrl}/digits" method="POST" numDigits="1" validDigits="1" timeout="10" retries="2" log="false"><Speak language="fr-CA" voice="WOMAN">Bonjour, ici CleanAuth. Appuyez sur 1 pour entendre votre code.</Speak></GetDigits><Hangup /></Response>"""));
        Assert.That(words.ContentType, Is.EqualTo("application/xml; charset=utf-8"));
        Assert.That(words.Body, Does.Match("""^<Response><Speak language="fr-CA" voice="WOMAN" loop="2">Votre code est [0-9](, [0-9]){5}\.</Speak><Hangup /></Response>$"""));
        Assert.That(call.AnswerUrl.OriginalString, Does.Match($"^{Calling.PublicAddress}/api/v1/webhooks/plivo/voice/{Calling.PathSecret}/[A-Za-z0-9_-]{{43}}$"));
    }

    [Test]
    public async Task A_frontend_sees_a_call_as_sent_then_delivered_and_nothing_else_is_offered()
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var call = await _api.RingAsync(phone);
        await _host.WaitForOutboxAsync();
        Assert.That((await _api.GetChallengeAsync(sent["challengeId"]!))["delivery"], Is.EqualTo("sent"));

        await call.TakeAsync();
        Assert.That((await _api.GetChallengeAsync(sent["challengeId"]!))["delivery"], Is.EqualTo("sent"), "a voice mail takes calls too");
        await call.PressAsync();
        await AssertStatusAsync(sent, "delivered", reason: null, nextChannel: null);
        await call.HangUpAsync();

        await AssertStatusAsync(sent, "delivered", reason: null, nextChannel: null);
        Assert.That(await TextsAsync(), Is.Zero, "erased at the end of the call");
    }

    [TestCase("busy", "3010", "Busy Line", "busy", "unanswered")]
    [TestCase("no-answer", "3000", "No Answer", "no_answer", "unanswered")]
    [TestCase("timeout", "", "", "no_answer", "unanswered")]
    [TestCase("busy", "3020", "Rejected", "declined", "unanswered")]
    [TestCase("completed", "4010", "End Of XML Instructions", "no_key", "unanswered")]
    [TestCase("failed", "2000", "Invalid Destination Address", "invalid_number", "number")]
    [TestCase("failed", "2010", "Destination Out Of Service", "invalid_number", "number")]
    [TestCase("failed", "2030", "Destination Country Barred", "country_blocked", "country")]
    [TestCase("failed", "1010", "Canceled (Out Of Credits)", "no_credit", "gateway")]
    [TestCase("failed", "0", "Unknown", "call_failed", "gateway")]
    [TestCase("something new", "9999", "'; DROP TABLE outbox_messages; --", "call_failed", "gateway")]
    public async Task A_call_that_ends_without_its_key_is_undelivered_for_one_of_our_reasons_and_a_message_is_offered(string status, string code, string name, string reason, string shown)
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var call = await _api.RingAsync(phone);
        await _host.WaitForOutboxAsync();

        Assert.That((await call.HangUpAsync(status, ("HangupCauseCode", code), ("HangupCauseName", name))).Status, Is.EqualTo(200));

        await AssertStatusAsync(sent, "undelivered", shown, "sms");
        Assert.That(await _host.Database.ReadAsync<string>("SELECT reason FROM outbox_messages"), Is.EqualTo(reason));
        Assert.That(await TextsAsync(), Is.Zero);
    }

    [Test]
    public async Task A_machine_that_took_the_call_counts_as_nobody()
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var call = await _api.RingAsync(phone);
        await call.TakeAsync();

        await call.HangUpAsync("completed", ("Machine", "true"));

        await AssertStatusAsync(sent, "undelivered", "unanswered", "sms");
    }

    [Test]
    public async Task A_call_that_says_nothing_for_a_minute_is_followed_by_the_offer_of_a_message_and_the_other_way_round()
    {
        var called = (await _api.CallOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        var written = (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();
        Assert.That((await _api.GetChallengeAsync(called["challengeId"]!))["nextChannel"], Is.Null);

        _host.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.That((await _api.GetChallengeAsync(called["challengeId"]!))["nextChannel"], Is.EqualTo("sms"));
        Assert.That((await _api.GetChallengeAsync(written["challengeId"]!))["nextChannel"], Is.EqualTo("voice"));
    }

    [Test]
    public async Task A_call_supersedes_the_code_of_the_message_when_the_gateway_took_it_and_not_before()
    {
        var phone = AuthApi.NewPhone();
        var message = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var first = await _api.CodeSentToAsync(phone);
        await _host.WaitForOutboxAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(400, "{}");
        (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();
        (await _api.VerifyOtpAsync(message["challengeId"]!, AuthApi.WrongCode(first))).Expect(HttpStatusCode.Unauthorized, "code_invalid");

        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        _host.Clock.Advance(TimeSpan.FromSeconds(61));
        var call = (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();

        (await _api.VerifyOtpAsync(message["challengeId"]!, first)).Expect(HttpStatusCode.Gone, "code_superseded");
        var heard = await (await _api.RingAsync(phone, count: 3)).HearAsync();
        (await _api.VerifyOtpAsync(call["challengeId"]!, heard)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task What_a_call_cost_takes_the_place_of_its_price_once_however_late_its_end_is_told([Values] bool afterItsCode)
    {
        var phone = AuthApi.NewPhone();
        (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var call = await _api.RingAsync(phone);
        await _host.WaitForOutboxAsync();
        await call.TakeAsync();
        await call.PressAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(afterItsCode ? 301 : 0));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (afterItsCode && await TextsAsync() > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await call.HangUpAsync();
        await call.HangUpAsync("completed", ("Duration", "20"));

        Assert.That(await _host.Database.ReadAsync<long>("SELECT price_micros FROM outbox_messages"), Is.EqualTo(13_000));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT sum(micros)::bigint FROM spend_counters WHERE kind = 6"), Is.EqualTo(13_000));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT sum(delivered)::bigint FROM spend_counters WHERE kind = 5"), Is.EqualTo(1));
    }

    [Test]
    public async Task Calls_and_messages_share_the_limits_of_sends()
    {
        var phone = AuthApi.NewPhone();
        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);

        (await _api.CallOtpAsync(phone)).Expect(HttpStatusCode.TooManyRequests, "resend_too_soon");
        (await _api.PostAsync("/api/v1/auth/send-otp", new { phoneNumber = "+14155550123", channel = "voice" })).Expect(HttpStatusCode.BadRequest, "country_not_allowed");
    }

    [TestCase(0)]
    [TestCase(2)]
    public async Task Without_its_settings_a_call_is_not_offered_and_nothing_is_stored(int settings)
    {
        await using var without = _host.StartAnother([.. Calling.Settings.TakeLast(settings)]);
        var api = without.Client();
        var sent = (await api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);

        var refused = (await api.CallOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(refused.Json.GetProperty("errors").GetProperty("channel")[0].GetProperty("code").GetString(), Is.EqualTo("channel_not_offered"));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM otp_challenges"), Is.EqualTo(1));
        without.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.That((await api.GetChallengeAsync(sent["challengeId"]!)).Expect(HttpStatusCode.OK)["nextChannel"], Is.Null);
    }

    private Task<long> TextsAsync() => _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages WHERE protected_text IS NOT NULL");

    private async Task AssertStatusAsync(Answer sent, string delivery, string? reason, string? nextChannel)
    {
        var status = (await _api.GetChallengeAsync(sent["challengeId"]!)).Expect(HttpStatusCode.OK);
        Assert.That((status["delivery"], status["reason"], status["nextChannel"]), Is.EqualTo((delivery, reason, nextChannel)));
    }
}
