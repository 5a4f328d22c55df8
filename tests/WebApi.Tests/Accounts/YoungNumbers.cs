using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

/// <summary>A number that a session set is no proof by itself for 24 h: whoever stole that session could have set it (attack 56).</summary>
public sealed class YoungNumbers
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
    public async Task The_new_number_steps_up_only_after_24_hours_but_logs_in_at_once()
    {
        var (person, codes) = await WithNewNumberAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var session = await LogInAsync(person, count: 2);

        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var stale = (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK);
        var refused = (await _api.SendStepUpOtpAsync(stale["accessToken"]!)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        Assert.That(refused.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetString()), Is.EqualTo(new[] { "recoveryCode" }));
        (await _api.StepUpAsync(stale["accessToken"]!, new { method = "sms", code = "123456", challengeId = new string('A', 22) })).Expect(HttpStatusCode.Forbidden, "step_up_required");
        (await _api.StepUpAsync(stale["accessToken"]!, new { method = "recoveryCode", code = codes[0] })).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromHours(24));
        var later = (await _api.RefreshAsync(stale["refreshToken"]!)).Expect(HttpStatusCode.OK)["accessToken"]!;
        await _api.StepUpBySmsAsync(person, count: 3, later);
    }

    [Test]
    public async Task Without_a_recovery_code_a_new_log_in_is_the_fresh_proof_so_nobody_is_trapped()
    {
        var (person, _) = await WithNewNumberAsync();
        await _host.Database.ExecuteAsync("DELETE FROM recovery_codes");
        _host.Clock.Advance(TimeSpan.FromMinutes(11));

        var session = await LogInAsync(person, count: 2);

        (await _api.GenerateTotpAsync(session["accessToken"]!)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_number_from_sign_up_steps_up_at_once()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();

        await _api.StepUpBySmsAsync(person, count: 2);
    }

    /// <summary>Somebody with SMS who has just changed the number; the first message to the new one was its proof, the second the notice, which is no code.</summary>
    private async Task<(Person Person, string[] RecoveryCodes)> WithNewNumberAsync()
    {
        var person = await _api.NewPersonAsync();
        var set = (await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        var token = await _api.StepUpBySmsAsync(person, count: 2);
        var number = AuthApi.NewPhone();
        (await _api.SetPhoneAsync(token, await _api.ProvePhoneAsync(number, token))).Expect(HttpStatusCode.OK);
        return (person with { PhoneNumber = number, AccessToken = token }, [.. set.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    private async Task<Answer> LogInAsync(Person person, int count)
    {
        var restricted = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        return (await _api.AuthenticateAsync(restricted, challenge, await _api.CodeSentToAsync(person.PhoneNumber, count))).Expect(HttpStatusCode.OK);
    }
}
