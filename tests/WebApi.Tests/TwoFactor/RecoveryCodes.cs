using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>The way back in when the phone is lost: ten codes, each once, in any spelling, throttled apart from the other factors.</summary>
public sealed class RecoveryCodes
{
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
    public async Task Each_of_the_ten_logs_in_once()
    {
        var user = await _api.NewPersonWithAppAsync();
        Assert.That(user.RecoveryCodes, Has.Count.EqualTo(10).And.Unique);

        foreach (var code in user.RecoveryCodes)
        {
            (await AuthenticateAsync(user, code)).Expect(HttpStatusCode.OK);
            (await AuthenticateAsync(user, code)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }

        var login = (await _api.LogInAsync(user.Person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(login.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString()), Is.EqualTo(new[] { "totp" }));
    }

    [Test]
    public async Task One_code_sent_fifty_times_in_upper_lower_and_hyphenless_form_gives_one_success()
    {
        var user = await _api.NewPersonWithAppAsync();
        var code = user.RecoveryCodes[4];
        string[] spellings = [code, code.ToLowerInvariant(), code.Replace("-", "", StringComparison.Ordinal), code.Replace('-', ' '), code.Replace('0', 'o').Replace('1', 'l')];
        var tokens = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _api.StartLogInAsync(user.Person)));

        var answers = await AtOnce.SendAsync(50, i => _api.AuthenticateByAsync("recoveryCode", tokens[i % 10], spellings[i % spellings.Length]));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
    }

    [Test]
    public async Task After_regeneration_an_old_code_is_refused_and_a_new_one_taken()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = (await AuthenticateAsync(user, user.RecoveryCodes[0])).Expect(HttpStatusCode.OK)["accessToken"]!;

        var codes = (await _api.CreateRecoveryCodesAsync(token)).Expect(HttpStatusCode.OK).Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToList();

        Assert.That(codes, Has.Count.EqualTo(10));
        (await AuthenticateAsync(user, user.RecoveryCodes[1])).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        (await AuthenticateAsync(user, codes[1])).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_answer_to_a_log_in_by_recovery_code_says_how_many_are_left()
    {
        var user = await _api.NewPersonWithAppAsync();

        foreach (var (code, left) in user.RecoveryCodes.Take(7).Zip(["9", "8", "7", "6", "5", "4", "3"]))
        {
            Assert.That((await AuthenticateAsync(user, code)).Expect(HttpStatusCode.OK)["recoveryCodesLeft"], Is.EqualTo(left));
        }
    }

    [Test]
    public async Task An_account_that_switched_SMS_on_before_there_were_any_gets_them_with_its_next_log_in_once()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        await _host.Database.ExecuteAsync($"DELETE FROM recovery_codes WHERE account_id = (SELECT id FROM accounts WHERE email = '{person.Email}')");

        var first = await AuthenticateBySmsAsync(person, count: 2);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var second = await AuthenticateBySmsAsync(person, count: 3);

        var codes = first.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToList();
        Assert.That(codes, Has.Count.EqualTo(10));
        Assert.That((second["recoveryCodes"], second["recoveryCodesLeft"]), Is.EqualTo(((string?)null, (string?)null)));
        (await _api.AuthenticateByAsync("recoveryCode", await _api.StartLogInAsync(person), codes[0])).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Without_a_factor_there_are_none()
    {
        var person = await _api.NewPersonAsync();

        (await _api.CreateRecoveryCodesAsync(person.AccessToken)).Expect(HttpStatusCode.Conflict, "second_factor_missing");
    }

    [Test]
    public async Task Wrong_recovery_codes_delay_recovery_codes_and_not_the_app()
    {
        var user = await _api.NewPersonWithAppAsync();
        for (var i = 0; i < 10; i++)
        {
            (await AuthenticateAsync(user, "0-0000-0000-0000-0000")).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }

        (await AuthenticateAsync(user, user.RecoveryCodes[0])).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await _api.AuthenticateByAsync("totp", await _api.StartLogInAsync(user.Person), _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK);
        (await AuthenticateAsync(user, user.RecoveryCodes[0])).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_table_holds_no_code()
    {
        var user = await _api.NewPersonWithAppAsync();

        var stored = await _host.Database.ReadAsync<string>("SELECT string_agg(encode(hash, 'escape') || encode(salt, 'escape'), ' ') FROM recovery_codes");

        Assert.That(user.RecoveryCodes.Select(code => code[2..].Replace("-", "", StringComparison.Ordinal)).Where(stored.Contains), Is.Empty);
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(DISTINCT salt) - count(*) FROM recovery_codes"), Is.Zero, "each has a salt of its own");
    }

    private async Task<Answer> AuthenticateAsync(PersonWithApp user, string code) =>
        await _api.AuthenticateByAsync("recoveryCode", await _api.StartLogInAsync(user.Person), code);

    private async Task<Answer> AuthenticateBySmsAsync(Person person, int count)
    {
        var token = await _api.StartLogInAsync(person);
        var challengeId = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        return (await _api.AuthenticateAsync(token, challengeId, await _api.CodeSentToAsync(person.PhoneNumber, count))).Expect(HttpStatusCode.OK);
    }
}
