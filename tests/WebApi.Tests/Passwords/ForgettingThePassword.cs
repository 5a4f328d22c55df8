using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>Nobody learns from asking for a new password who has an account, a number, or anything else (security-requirements D2, attack 28).</summary>
public sealed class ForgettingThePassword
{
    private const string Path = "/api/v1/auth/password/forgot";

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Whoever_is_named_the_answer_the_state_of_the_challenge_and_the_work_are_the_same()
    {
        var everybody = await EverybodyAsync();
        var seen = new Dictionary<string, string>();
        using var roundTrips = new RoundTrips();
        foreach (var (who, email) in everybody)
        {
            var asked = (await _api.ForgotAsync(email)).Expect(HttpStatusCode.Accepted);
            await _host.WaitForOutboxAsync();
            var state = (await _api.GetChallengeAsync(asked["challengeId"]!)).Expect(HttpStatusCode.OK);
            Assert.That((state["delivery"], asked["delivery"]), Is.EqualTo(("unknown", "unknown")), who);

            var tooSoon = (await _api.ForgotAsync(email)).Expect(HttpStatusCode.TooManyRequests, "resend_too_soon");
            _host.Clock.Advance(TimeSpan.FromSeconds(31));
            var work = await roundTrips.OfAsync(_api, HttpMethod.Post, Path, new { email });
            seen[who] = $"{Shape(asked)} / {Shape(state)} / {Shape(tooSoon)} / {work} round trips";
        }

        Assert.That(seen.Values, Is.All.EqualTo(seen["known"]));
    }

    [Test]
    public async Task Nobody_but_the_owner_of_a_number_that_may_be_used_gets_a_message()
    {
        foreach (var (who, email) in await EverybodyAsync())
        {
            var before = await MessagesAsync();
            (await _api.ForgotAsync(email)).Expect(HttpStatusCode.Accepted);

            Assert.That(await MessagesAsync() - before, Is.EqualTo(who == "known" ? 1 : 0), who);
        }
    }

    [Test]
    public async Task A_challenge_of_nobody_is_guessed_used_up_and_over_like_one_of_somebody()
    {
        var (known, unknown) = ((await _api.NewPersonAsync()).Email, AuthApi.NewEmail());

        var somebody = await GuessAsync(known);

        Assert.That(await GuessAsync(unknown), Is.EqualTo(somebody));
        Assert.That(somebody, Is.EqualTo(new[] { "code_invalid", "code_invalid", "code_invalid", "code_invalid", "code_invalid", "challenge_exhausted", "code_invalid", "challenge_expired", "challenge_not_found" }));
    }

    [Test]
    public async Task The_limits_come_at_the_same_point_for_known_and_unknown_addresses()
    {
        var (known, unknown) = ((await _api.NewPersonAsync()).Email, AuthApi.NewEmail());
        var answers = new List<(string?, string?)>();
        foreach (var seconds in new[] { 0, 29, 2, 61, 121, 121, 121 })
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(seconds));
            answers.Add(((await _api.ForgotAsync(known)).Code, (await _api.ForgotAsync(unknown)).Code));
        }

        Assert.That(answers.Select(answer => answer.Item1), Is.EqualTo(new[] { null, "resend_too_soon", null, null, null, null, "send_limit_reached" }));
        Assert.That(answers.Select(answer => answer.Item2), Is.EqualTo(answers.Select(answer => answer.Item1)));
    }

    [Test]
    public async Task Codes_that_strangers_ask_for_to_the_number_do_not_use_up_those_of_a_reset()
    {
        var person = await _api.NewPersonAsync();
        for (var i = 0; i < 4; i++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(121));
            (await _api.SendOtpAsync(person.PhoneNumber)).Expect(HttpStatusCode.Accepted);
            await _api.CodeSentToAsync(person.PhoneNumber, count: i + 2);
        }

        (await _api.SendOtpAsync(person.PhoneNumber)).Expect(HttpStatusCode.TooManyRequests);
        Assert.That(await _api.ProveResetAsync(person, count: 6), Is.Not.Null);
    }

    [Test]
    public async Task The_kill_switch_is_told_to_everybody_alike()
    {
        var (known, unknown) = ((await _api.NewPersonAsync()).Email, AuthApi.NewEmail());
        await _host.Database.ExecuteAsync("UPDATE sms_switch SET is_off = true");
        try
        {
            (await _api.ForgotAsync(known)).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
            (await _api.ForgotAsync(unknown)).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
        }
        finally
        {
            await _host.Database.ExecuteAsync("UPDATE sms_switch SET is_off = false");
        }
    }

    [Test]
    public async Task A_reset_starts_here_and_not_at_send_otp()
    {
        var answer = (await _api.PostAsync("/api/v1/auth/send-otp", new { purpose = "passwordReset" })).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Json.GetProperty("errors").EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "purpose" }));
    }

    [Test]
    public async Task A_number_that_was_set_in_the_last_24_hours_cannot_reset_the_password_and_the_old_one_was_told()
    {
        var person = await _api.NewPersonAsync();
        var phone = AuthApi.NewPhone();
        (await _api.SetPhoneAsync(person.AccessToken, await _api.ProvePhoneAsync(phone, person.AccessToken))).Expect(HttpStatusCode.OK);
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.Count.EqualTo(1));

        _host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        var before = await MessagesAsync();
        (await _api.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted);
        Assert.That(await MessagesAsync(), Is.EqualTo(before));

        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(await _api.ProveResetAsync(person with { PhoneNumber = phone }), Is.Not.Null);
    }

    private async Task<IReadOnlyList<(string Who, string Email)>> EverybodyAsync()
    {
        var (known, disabled, abroad, fresh) = (await _api.NewPersonAsync(), await _api.NewPersonAsync(), await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var withoutNumber = AuthApi.NewEmail();
        (await _api.SignUpAsync(withoutNumber)).Expect(HttpStatusCode.Created);
        await _host.Database.ExecuteAsync($"UPDATE accounts SET disabled_at = now() WHERE email = '{disabled.Email}'");
        await _host.Database.ExecuteAsync($"UPDATE accounts SET phone_number = '+336{AuthApi.NewPhone()[^8..]}' WHERE email = '{abroad.Email}'");
        await _host.Database.ExecuteAsync($"UPDATE accounts SET phone_changed_at = '{_host.Clock.GetUtcNow():O}' WHERE email = '{fresh.Email}'");
        return
        [
            ("known", known.Email), ("unknown", AuthApi.NewEmail()), ("without number", withoutNumber), ("disabled", disabled.Email), ("in a country without messages", abroad.Email),
            ("with a fresh number", fresh.Email),
        ];
    }

    private async Task<IReadOnlyList<string?>> GuessAsync(string email)
    {
        var codes = new List<string?>();
        var first = (await _api.ForgotAsync(email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        for (var i = 0; i < 6; i++)
        {
            codes.Add((await _api.VerifyOtpAsync(first, "0000000")).Code);
        }

        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var second = (await _api.ForgotAsync(email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        _host.Clock.Advance(TimeSpan.FromSeconds(61));
        (await _api.ForgotAsync(email)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();

        // Not superseded by the third, which the gateway took if there is somebody.
        codes.Add((await _api.VerifyOtpAsync(second, "0000000")).Code);
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        codes.Add((await _api.VerifyOtpAsync(second, "0000000")).Code);
        codes.Add((await _api.GetChallengeAsync(second)).Code);
        return codes;
    }

    private Task<long> MessagesAsync() => _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages");

    /// <summary>Everything but what is random or a moment.</summary>
    private static string Shape(Answer answer) =>
        $"{answer.Status} {string.Join(' ', answer.Headers.Select(header => header.Key))} {string.Join(' ', answer.Json.EnumerateObject().Select(ShapeOf))}";

    private static string ShapeOf(JsonProperty member) =>
        member.Name is "challengeId" or "label" or "traceId" || member.Name.EndsWith("At", StringComparison.Ordinal) ? member.Name : $"{member.Name}={member.Value}";
}
