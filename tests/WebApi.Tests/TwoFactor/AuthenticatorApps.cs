using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Codes from an authenticator app: enrolled by their first code, good once per time step, and never a way around the live one.</summary>
public sealed class AuthenticatorApps
{
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi _otherApi;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _other = _host.StartAnother();
        (_api, _otherApi) = (_host.Client(), _other.Client());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task A_code_of_the_app_finishes_a_log_in_with_two_factors()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));

        var login = (await _api.LogInAsync(user.Person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(login.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString()), Is.EqualTo(new[] { "totp", "recoveryCode" }));
        Assert.That(login["phoneHint"], Is.Null, "no code goes to the number");
        var complete = (await _api.AuthenticateByAsync("totp", login["secondFactorToken"]!, _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK);

        (await _api.GetAccountAsync(complete["accessToken"])).Expect(HttpStatusCode.OK);
        Assert.That(await MethodsAsync(user.Person), Does.Contain("pwd otp mfa"));
    }

    [Test]
    public async Task A_code_accepted_in_its_step_is_refused_again_in_that_step_and_in_the_next_on_either_node()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = _api.CodeOf(user.Secret);
        (await AuthenticateAsync(_api, user, code)).Expect(HttpStatusCode.OK);

        (await AuthenticateAsync(_otherApi, user, code)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await AuthenticateAsync(_api, user, code)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task An_older_step_is_refused_after_a_newer_one()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(60));
        (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK);

        (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret, seconds: -30))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
    }

    [Test]
    public async Task The_enrolment_code_is_used_up_by_the_enrolment()
    {
        var person = await _api.NewPersonAsync();
        var secret = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["secret"]!;
        var code = _api.CodeOf(secret);
        (await _api.TurnOnTotpAsync(person.AccessToken, code)).Expect(HttpStatusCode.OK);

        (await AuthenticateAsync(_api, person, "totp", code)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
    }

    [Test]
    public async Task A_code_of_a_replaced_secret_that_is_being_checked_while_it_is_replaced_opens_nothing()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _api.StartLogInAsync(user.Person);
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        Task<Answer>? authenticate = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            $"SELECT 1 FROM accounts WHERE email = '{user.Person.Email}' FOR NO KEY UPDATE",
            () => Task.FromResult(authenticate = _api.AuthenticateByAsync("totp", token, _api.CodeOf(user.Secret))),
            $@"UPDATE authenticators SET protected_secret = '\x00' WHERE account_id = (SELECT id FROM accounts WHERE email = '{user.Person.Email}')");

        (await authenticate!).Expect(HttpStatusCode.Unauthorized, "code_invalid");
    }

    [Test]
    public async Task A_secret_that_no_key_opens_is_an_outage_and_no_failure_of_its_owner()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _api.StartLogInAsync(user.Person);
        await _host.Database.ExecuteAsync($@"UPDATE authenticators SET protected_secret = '\x00' WHERE account_id = (SELECT id FROM accounts WHERE email = '{user.Person.Email}')");

        var answer = await _api.AuthenticateByAsync("totp", token, _api.CodeOf(user.Secret));

        answer.Expect(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.That(answer.Headers.Select(header => header.Key), Does.Contain("Retry-After"));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM factor_budgets b JOIN accounts a ON a.id = b.account_id WHERE email = '{user.Person.Email}'"), Is.Zero);
    }

    [Test]
    public async Task Fifty_parallel_uses_of_one_code_over_two_nodes_give_one_session()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = _api.CodeOf(user.Secret);

        // Each log-in has ten tries and the factor ten free ones, so five at a time of ten log-ins; the budget is cleared by the one success.
        var tokens = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _api.StartLogInAsync(user.Person)));
        var answers = await AtOnce.SendAsync(50, i => (i % 2 == 0 ? _api : _otherApi).AuthenticateByAsync("totp", tokens[i % 10], code));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.OK).Select(answer => answer.Code).Distinct(), Is.SubsetOf(new[] { "code_invalid", "token_invalid", "factor_throttled" }));
    }

    [Test]
    public async Task Fifty_parallel_confirmations_give_one_set_of_recovery_codes()
    {
        var person = await _api.NewPersonAsync();
        var secret = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["secret"]!;
        var code = _api.CodeOf(secret);

        var answers = await AtOnce.SendAsync(50, i => (i % 2 == 0 ? _api : _otherApi).TurnOnTotpAsync(person.AccessToken, code));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.OK).Select(answer => answer.Code), Has.All.EqualTo("nothing_pending"));
    }

    [Test]
    public async Task While_a_secret_is_pending_the_live_one_logs_in_and_the_pending_one_does_not()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        var token = (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK)["accessToken"]!;
        var pending = (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        _host.Clock.Advance(TimeSpan.FromSeconds(30));

        (await AuthenticateAsync(_api, user, _api.CodeOf(pending))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK);

        (await _api.TurnOnTotpAsync(token, _api.CodeOf(pending))).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        (await AuthenticateAsync(_api, user, _api.CodeOf(pending))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_pending_secret_is_confirmed_only_by_the_session_that_made_it()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        var secret = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["secret"]!;

        (await _api.TurnOnTotpAsync(other, _api.CodeOf(secret))).Expect(HttpStatusCode.Conflict, "nothing_pending");
        (await _api.TurnOnTotpAsync(person.AccessToken, _api.CodeOf(secret))).Expect(HttpStatusCode.OK);
        (await _api.GetAccountAsync(other)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_pending_secret_takes_five_wrong_codes_and_fifteen_minutes()
    {
        var person = await _api.NewPersonAsync();
        var secret = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["secret"]!;
        for (var i = 0; i < 5; i++)
        {
            (await _api.TurnOnTotpAsync(person.AccessToken, AuthApi.WrongCode(_api.CodeOf(secret)))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }

        (await _api.TurnOnTotpAsync(person.AccessToken, _api.CodeOf(secret))).Expect(HttpStatusCode.Conflict, "nothing_pending");

        secret = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["secret"]!;
        _host.Clock.Advance(TimeSpan.FromSeconds(900));
        (await _api.TurnOnTotpAsync((await RefreshedAsync(person)), _api.CodeOf(secret))).Expect(HttpStatusCode.Conflict, "nothing_pending");
    }

    [TestCase(-300, "clockSkew")]
    [TestCase(-60, "clockSkew")]
    [TestCase(-330, null)]
    [TestCase(60, null)]
    public async Task Only_a_code_of_some_minutes_ago_earns_the_hint_and_counts_as_a_failure_all_the_same(int seconds, string? hint)
    {
        var user = await _api.NewPersonWithAppAsync();

        var refused = (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret, seconds))).Expect(HttpStatusCode.Unauthorized, "code_invalid");

        Assert.That(refused["hint"], Is.EqualTo(hint));
        Assert.That(await FailuresAsync(user.Person, factor: 2), Is.EqualTo(1));
    }

    [Test]
    public async Task Turned_off_its_codes_open_nothing_and_the_recovery_codes_are_gone()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        var token = (await AuthenticateAsync(_api, user, _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.TurnOffTotpAsync(token)).Expect(HttpStatusCode.NoContent);
        (await _api.TurnOffTotpAsync(token)).Expect(HttpStatusCode.NoContent);

        var state = (await _api.GetTwoFactorAsync(token)).Expect(HttpStatusCode.OK).Json;
        Assert.That(state.GetProperty("totp").GetProperty("enabled").GetBoolean(), Is.False);
        Assert.That(state.GetProperty("recoveryCodesLeft").GetInt32(), Is.Zero);
        Assert.That((await _api.LogInAsync(user.Person.Email))["status"], Is.EqualTo("complete"));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM authenticators a JOIN accounts c ON c.id = a.account_id WHERE NOT c.totp_factor_enabled"), Is.Zero);
    }

    [Test]
    public async Task A_ciphertext_copied_to_another_accounts_row_does_not_decrypt()
    {
        var (mine, yours) = (await _api.NewPersonWithAppAsync(), await _api.NewPersonWithAppAsync());
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await _host.Database.ExecuteAsync(
            $"UPDATE authenticators SET protected_secret = (SELECT protected_secret FROM authenticators a JOIN accounts c ON c.id = a.account_id WHERE c.email = '{mine.Person.Email}') WHERE account_id = (SELECT id FROM accounts WHERE email = '{yours.Person.Email}')");

        var answer = await AuthenticateAsync(_api, yours, _api.CodeOf(mine.Secret));

        answer.Expect(HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    [Test]
    public async Task The_secret_is_in_no_table_in_clear()
    {
        var user = await _api.NewPersonWithAppAsync();

        var stored = await _host.Database.ReadAsync<byte[]>($"SELECT protected_secret FROM authenticators a JOIN accounts c ON c.id = a.account_id WHERE c.email = '{user.Person.Email}'");

        Assert.That(stored, Has.Length.GreaterThan(20 + 32), "key id, nonce and tag are around it");
    }

    private async Task<string> RefreshedAsync(Person person) => (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;

    private static Task<Answer> AuthenticateAsync(AuthApi api, PersonWithApp user, string code) => AuthenticateAsync(api, user.Person, "totp", code);

    private static async Task<Answer> AuthenticateAsync(AuthApi api, Person person, string method, string code) =>
        await api.AuthenticateByAsync(method, await api.StartLogInAsync(person), code);

    private Task<int> FailuresAsync(Person person, int factor) =>
        _host.Database.ReadAsync<int>($"SELECT failures FROM factor_budgets b JOIN accounts a ON a.id = b.account_id WHERE a.email = '{person.Email}' AND b.factor = {factor}");

    private Task<string> MethodsAsync(Person person) =>
        _host.Database.ReadAsync<string>($"SELECT string_agg(s.methods, ',') FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{person.Email}'");
}
