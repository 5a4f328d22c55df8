using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Sms;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>The budget that nobody can reset: what an attacker who has the password gets out of asking for codes.</summary>
public sealed class FailureBudget
{
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi[] _nodes;

    [SetUp]
    public async Task Start()
    {
        _host = await Calling.StartAsync();
        _other = _host.StartAnother(Calling.Settings);
        _api = _host.Client();
        _nodes = [_api, _other.Client()];
    }

    [TearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task An_attacker_of_thirty_simulated_days_gets_at_most_a_hundred_guesses()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (messages, calls) = (1, 0);
        var guesses = 0;
        var end = _host.Clock.GetUtcNow() + TimeSpan.FromDays(30);
        for (var node = 0; _host.Clock.GetUtcNow() < end; node++)
        {
            // A new log-in, a new challenge, the other node, and message and call in turn; any refusal is waited out.
            var api = _nodes[node % 2];
            var token = await api.StartLogInAsync(person);
            var isCall = node / 2 % 2 == 1;
            var sent = isCall ? await api.CallSecondFactorOtpAsync(token) : await api.SendSecondFactorOtpAsync(token);
            if (sent.Status == HttpStatusCode.Accepted)
            {
                messages++;
                calls += isCall ? 1 : 0;
                var wrong = AuthApi.WrongCode(isCall ? await (await api.RingAsync(person.PhoneNumber, messages)).HearAsync() : await api.CodeSentToAsync(person.PhoneNumber, messages));
                guesses += await GuessAsync(api, token, sent["challengeId"]!, wrong);
            }

            _host.Clock.Advance(sent.Headers.RetryAfter?.Delta ?? TimeSpan.FromMinutes(15));
        }

        Assert.That(guesses, Is.EqualTo(100));
        Assert.That(calls, Is.Positive.And.LessThan(messages - 1), "both channels were used");
        var last = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(last.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString()), Is.EqualTo(new[] { "recoveryCode" }), "a suspended factor is not offered");
        (await _api.SendSecondFactorOtpAsync(last["secondFactorToken"]!)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        (await _api.CallSecondFactorOtpAsync(last["secondFactorToken"]!)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
    }

    [Test]
    public async Task After_ten_wrong_codes_in_a_row_each_further_one_costs_a_delay_that_doubles()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        await SetFailuresAsync(person, 9);
        foreach (var expected in (int[])[30, 60, 120, 240, 480, 900, 900])
        {
            var (token, challenge, code) = await NextChallengeAsync(person);
            (await _api.AuthenticateAsync(token, challenge, AuthApi.WrongCode(code))).Expect(HttpStatusCode.Unauthorized, "code_invalid");

            var throttled = (await _nodes[1].AuthenticateAsync(token, challenge, code)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
            Assert.That(throttled.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(expected - 5, expected));
            Assert.That((await _api.LogInAsync(person.Email)).Json.GetProperty("methods")[0].TryGetProperty("availableAt", out _));
            _host.Clock.Advance(TimeSpan.FromSeconds(expected));
        }
    }

    [Test]
    public async Task A_throttled_try_uses_up_nothing_and_the_restricted_token_lives_on()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (token, challenge, code) = await NextChallengeAsync(person);
        await SetFailuresAsync(person, 10, "now() + interval '30 seconds'");

        for (var i = 0; i < 20; i++)
        {
            (await _api.AuthenticateAsync(token, challenge, code)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        }

        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        (await _api.AuthenticateAsync(token, challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Below_the_suspension_the_owner_with_the_right_code_still_gets_in_and_starts_anew()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        await SetFailuresAsync(person, 99);
        var (token, challenge, code) = await NextChallengeAsync(person);

        (await _api.AuthenticateAsync(token, challenge, code)).Expect(HttpStatusCode.OK);

        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM factor_budgets"), Is.Zero);
    }

    [Test]
    public async Task Switching_between_message_and_call_keeps_the_count()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (token, challenge, code) = await NextChallengeAsync(person);
        (await _api.AuthenticateAsync(token, challenge, AuthApi.WrongCode(code))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        _host.Clock.Advance(TimeSpan.FromSeconds(31));

        var call = (await _api.CallSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await _api.AuthenticateAsync(token, call, AuthApi.WrongCode(code))).Expect(HttpStatusCode.Unauthorized, "code_invalid");

        Assert.That(await FailuresAsync(person), Is.EqualTo(2));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM factor_budgets"), Is.EqualTo(1), "one budget for both");
    }

    [Test]
    public async Task Resends_new_log_ins_and_a_restart_keep_the_count()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (token, challenge, code) = await NextChallengeAsync(person);
        (await _api.AuthenticateAsync(token, challenge, AuthApi.WrongCode(code))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted);
        await using var restarted = _host.StartAnother(Calling.Settings);
        var again = restarted.Client();
        (await again.StartLogInAsync(person)).ToString();

        Assert.That(await FailuresAsync(person), Is.EqualTo(1));
    }

    [Test]
    public async Task Wrong_codes_for_a_phone_verification_never_move_the_budget_of_a_factor()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var challenge = (await _api.SendOtpAsync(person.PhoneNumber)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var wrong = AuthApi.WrongCode(await _api.CodeSentToAsync(person.PhoneNumber, count: 2));
        for (var i = 0; i < 6; i++)
        {
            await _api.VerifyOtpAsync(challenge, wrong);
        }

        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM factor_budgets"), Is.Zero);
    }

    [Test]
    public async Task Forty_parallel_wrong_codes_over_two_nodes_count_each_that_was_compared()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (token, challenge, code) = await NextChallengeAsync(person);

        var answers = await AtOnce.SendAsync(40, i => _nodes[i % 2].AuthenticateAsync(token, challenge, AuthApi.WrongCode(code)));

        Assert.That(answers.Count(answer => answer.Code == "code_invalid"), Is.EqualTo(5));
        Assert.That(await FailuresAsync(person), Is.EqualTo(5));
    }

    [Test]
    public async Task An_operator_can_clear_a_suspended_factor()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        await SetFailuresAsync(person, 100);
        var output = new StringWriter();

        Assert.That(await OperatorCommands.UnlockAsync(_host.Services, person.Email, output), Is.Zero, output.ToString());

        var (token, challenge, code) = await NextChallengeAsync(person);
        (await _api.AuthenticateAsync(token, challenge, code)).Expect(HttpStatusCode.OK);
        Assert.That(await OperatorCommands.UnlockAsync(_host.Services, AuthApi.NewEmail(), output), Is.EqualTo(1));
    }

    private static async Task<int> GuessAsync(AuthApi api, string token, string challenge, string wrong)
    {
        var guesses = 0;
        while ((await api.AuthenticateAsync(token, challenge, wrong)).Code == "code_invalid")
        {
            guesses++;
        }

        return guesses;
    }

    private async Task<(string Token, string Challenge, string Code)> NextChallengeAsync(Person person)
    {
        // Another number each time: the limits of sends are not what is tried here.
        var phone = AuthApi.NewPhone();
        await _host.Database.ExecuteAsync($"UPDATE accounts SET phone_number = '{phone}' WHERE email = '{person.Email}'");
        var token = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        return (token, challenge, await _api.CodeSentToAsync(phone));
    }

    private Task<int> SetFailuresAsync(Person person, int failures, string nextTryAt = "NULL") =>
        _host.Database.ExecuteAsync($"""
            INSERT INTO factor_budgets (account_id, factor, failures, next_try_at) SELECT id, 1, {failures}, {nextTryAt} FROM accounts WHERE email = '{person.Email}'
            ON CONFLICT (account_id, factor) DO UPDATE SET failures = {failures}, next_try_at = {nextTryAt}
            """);

    private Task<int> FailuresAsync(Person person) =>
        _host.Database.ReadAsync<int>($"SELECT failures FROM factor_budgets b JOIN accounts a ON a.id = b.account_id WHERE a.email = '{person.Email}'");
}
