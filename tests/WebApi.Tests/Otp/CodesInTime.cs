using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Otp;

/// <summary>Life of codes, resends and limits; each test has a service of its own, because it moves the clock.</summary>
public sealed class CodesInTime
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
    public async Task A_right_code_answers_410_once_its_five_minutes_are_over()
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var code = await _api.CodeSentToAsync(phone);

        _host.Clock.Advance(TimeSpan.FromSeconds(301));

        (await _api.VerifyOtpAsync(sent["challengeId"]!, code)).Expect(HttpStatusCode.Gone, "challenge_expired");
    }

    [Test]
    public async Task Resends_wait_30_60_and_120_seconds_and_say_so()
    {
        var phone = AuthApi.NewPhone();
        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        foreach (var gap in (int[])[30, 60, 120, 120])
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(gap - 5));
            var early = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.TooManyRequests, "resend_too_soon");
            Assert.That(early.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(1, 5));
            Assert.That(early.Headers.GetValues("RateLimit-Policy").Single(), Is.EqualTo($"\"resend\";q=1;w={gap}"));
            _host.Clock.Advance(TimeSpan.FromSeconds(5));
            (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        }
    }

    [Test]
    public async Task A_number_gets_five_codes_in_ten_minutes_and_ten_in_a_day()
    {
        var phone = AuthApi.NewPhone();
        await SendAsync(phone, 5);
        _host.Clock.Advance(TimeSpan.FromSeconds(121));
        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.TooManyRequests, "send_limit_reached");

        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        await SendAsync(phone, 5);
        _host.Clock.Advance(TimeSpan.FromHours(3));
        var refused = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.TooManyRequests, "send_limit_reached");
        Assert.That(refused.Headers.RetryAfter!.Delta!.Value.TotalHours, Is.InRange(20, 21));

        _host.Clock.Advance(TimeSpan.FromHours(21));
        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE phone = '{phone}'"), Is.EqualTo(11));
    }

    [Test]
    public async Task ResendAt_is_the_moment_from_which_a_resend_is_taken()
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var wait = DateTimeOffset.Parse(sent["resendAt"]!, System.Globalization.CultureInfo.InvariantCulture) - _host.Clock.GetUtcNow();

        _host.Clock.Advance(wait + TimeSpan.FromMilliseconds(1));

        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task A_strangers_sends_do_not_use_up_those_of_somebody_behind_a_password()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        await SendAsync(person.PhoneNumber, 4, isFirst: false);
        var stranger = await _api.NewPersonAsync();
        (await _api.SendOtpAsync(person.PhoneNumber, stranger.AccessToken)).Expect(HttpStatusCode.Accepted);
        (await _api.SendOtpAsync(person.PhoneNumber)).Expect(HttpStatusCode.TooManyRequests);

        (await _api.SendSecondFactorOtpAsync(await _api.StartLogInAsync(person))).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task The_old_code_is_right_until_the_gateway_took_the_new_one()
    {
        var phone = AuthApi.NewPhone();
        var old = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var oldCode = await _api.CodeSentToAsync(phone);
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(400, "{}");
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();

        (await _api.VerifyOtpAsync(old, oldCode)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_old_code_is_superseded_once_the_gateway_took_the_new_one_and_uses_no_try()
    {
        var phone = AuthApi.NewPhone();
        var old = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var oldCode = await _api.CodeSentToAsync(phone);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var renewed = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        await _host.WaitForOutboxAsync();

        (await _api.VerifyOtpAsync(old, oldCode)).Expect(HttpStatusCode.Gone, "code_superseded");
        (await _api.VerifyOtpAsync(old, "000000")).Expect(HttpStatusCode.Gone, "code_superseded");
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT tries FROM otp_challenges WHERE id = '{old}'"), Is.Zero);
        (await _api.VerifyOtpAsync(renewed, await _api.CodeSentToAsync(phone, count: 2))).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        (await _api.VerifyOtpAsync(old, oldCode)).Expect(HttpStatusCode.Gone, "code_superseded");
    }

    [Test]
    public async Task The_message_carries_code_label_minutes_and_the_domain_line_last()
    {
        var phone = AuthApi.NewPhone();
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var text = (await _host.Plivo.WaitForMessageAsync(phone)).Text;

        Assert.That(text, Does.Match($@"^([0-9]{{6}}) is your CleanAuth code \({sent["label"]}\)\. Valid 5 min\. Never share it\.\n@auth\.example\.com #\1\z"));
        Assert.That(sent["phoneHint"], Is.EqualTo($"***{phone[^2..]}"));
        Assert.That(sent["codeLength"], Is.EqualTo("6"));
        Assert.That(sent["delivery"], Is.EqualTo("queued"));
    }

    [Test]
    public async Task The_text_of_a_message_is_encrypted_while_it_waits_and_gone_once_it_was_sent()
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(429, "{}");
        var phone = AuthApi.NewPhone();
        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var code = await _api.CodeSentToAsync(phone);
        var waiting = await _host.Database.ReadAsync<byte[]>($"SELECT protected_text FROM outbox_messages WHERE phone = '{phone}'");
        Assert.That(System.Text.Encoding.Latin1.GetString(waiting), Does.Not.Contain(code));

        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        _host.Clock.Advance(TimeSpan.FromSeconds(10));
        await _host.WaitForOutboxAsync();

        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE phone = '{phone}' AND state = 3 AND protected_text IS NULL"), Is.EqualTo(1));
    }

    private async Task SendAsync(string phone, int count, bool isFirst = true)
    {
        int[] gaps = [isFirst ? 0 : 31, isFirst ? 31 : 61, isFirst ? 61 : 121, 121, 121];
        foreach (var gap in gaps.Take(count))
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(gap));
            (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        }
    }
}
