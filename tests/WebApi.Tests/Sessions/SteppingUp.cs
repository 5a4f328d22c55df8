using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sessions;

/// <summary>Sensitive operations ask for a fresh proof at the account's highest level, and a step-up gives it.</summary>
public sealed class SteppingUp
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
    public async Task An_account_without_a_factor_steps_up_by_password_and_earlier_tokens_end()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var old = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;
        var refused = (await _api.GenerateTotpAsync(old)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        Assert.That(MethodsOf(refused), Is.EqualTo(new[] { "password" }));

        (await _api.StepUpAsync(old, new { method = "password", password = "wrong" })).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        var token = (await _api.StepUpAsync(old, new { method = "password", password = AuthApi.Password })).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK);
        (await _api.GetAccountAsync(old)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task An_account_with_SMS_cannot_start_an_app_without_stepping_up_with_SMS()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var refused = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        Assert.That(MethodsOf(refused), Is.EqualTo(new[] { "sms", "recoveryCode" }));

        (await _api.StepUpAsync(person.AccessToken, new { method = "password", password = AuthApi.Password })).Expect(HttpStatusCode.Forbidden, "step_up_required");
        var token = await _api.StepUpBySmsAsync(person, count: 2);

        (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_refreshed_token_is_as_old_as_the_last_proof()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        var login = (await _api.AuthenticateByAsync("totp", await _api.StartLogInAsync(user.Person), _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var refreshed = (await _api.RefreshAsync(login["refreshToken"]!)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.TurnOffTotpAsync(refreshed)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        var token = (await _api.StepUpAsync(refreshed, new { method = "totp", code = _api.CodeOf(user.Secret) })).Expect(HttpStatusCode.OK)["accessToken"]!;
        (await _api.TurnOffTotpAsync(token)).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task The_code_of_a_step_up_is_taken_at_its_own_door_and_session_only_and_uses_no_try_elsewhere()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var challengeId = (await _api.SendStepUpOtpAsync(person.AccessToken)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        var restricted = await _api.StartLogInAsync(person);

        (await _api.VerifyOtpAsync(challengeId, code, person.AccessToken)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
        (await _api.AuthenticateAsync(restricted, challengeId, code)).Expect(HttpStatusCode.NotFound, "challenge_not_found");

        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var second = (await _api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var secondCode = await _api.CodeSentToAsync(person.PhoneNumber, count: 3);
        (await _api.StepUpAsync(person.AccessToken, new { method = "sms", code = secondCode, challengeId = second })).Expect(HttpStatusCode.NotFound, "challenge_not_found");
        var other = (await _api.AuthenticateAsync(restricted, second, secondCode)).Expect(HttpStatusCode.OK)["accessToken"]!;
        (await _api.StepUpAsync(other, new { method = "sms", code, challengeId })).Expect(HttpStatusCode.NotFound, "challenge_not_found");

        Assert.That(await _host.Database.ReadAsync<int>($"SELECT sum(tries)::int FROM otp_challenges WHERE id = '{challengeId}'"), Is.Zero);
        (await _api.StepUpAsync(person.AccessToken, new { method = "sms", code, challengeId })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Five_wrong_codes_at_log_in_and_five_at_step_up_are_ten()
    {
        var user = await _api.NewPersonWithAppAsync();
        var wrong = AuthApi.WrongCode(_api.CodeOf(user.Secret));
        var restricted = await _api.StartLogInAsync(user.Person);
        for (var i = 0; i < 5; i++)
        {
            (await _api.AuthenticateByAsync("totp", restricted, wrong)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
            (await _api.StepUpAsync(user.Person.AccessToken, new { method = "totp", code = wrong })).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }

        (await _api.StepUpAsync(user.Person.AccessToken, new { method = "totp", code = wrong })).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        (await _api.AuthenticateByAsync("totp", restricted, wrong)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
    }

    [Test]
    public async Task A_factor_is_reinstated_only_after_a_step_up_with_another_one()
    {
        var user = await _api.NewPersonWithAppAsync();
        await _host.Database.ExecuteAsync(
            $"INSERT INTO factor_budgets (account_id, factor, failures) SELECT id, 2, 100 FROM accounts WHERE email = '{user.Person.Email}'");
        (await _api.ReinstateAsync(user.Person.AccessToken, "totp")).Expect(HttpStatusCode.Forbidden, "step_up_required");
        var token = (await _api.StepUpAsync(user.Person.AccessToken, new { method = "recoveryCode", code = user.RecoveryCodes[0] })).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.ReinstateAsync(token, "recoveryCode")).Expect(HttpStatusCode.Forbidden, "step_up_required");
        (await _api.ReinstateAsync(token, "totp")).Expect(HttpStatusCode.NoContent);

        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await _api.AuthenticateByAsync("totp", await _api.StartLogInAsync(user.Person), _api.CodeOf(user.Secret))).Expect(HttpStatusCode.OK);
    }

    private static IEnumerable<string?> MethodsOf(Answer answer) => answer.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetString());
}
