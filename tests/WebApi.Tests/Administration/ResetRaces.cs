using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Whatever was begun with a factor before an administrator took it away yields nothing once the reset is answered.</summary>
public sealed class ResetRaces
{
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi _otherApi;
    private Administrator _administrator;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _other = _host.StartAnother();
        (_api, _otherApi) = (_host.Client(), _other.Client());
        _administrator = await _api.NewAdministratorAsync(_host.Database);
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
    public async Task Second_steps_step_ups_refreshes_and_enrolments_that_race_with_a_reset_leave_no_session()
    {
        for (var round = 0; round < 8; round++)
        {
            var user = await _api.NewPersonWithAppAsync();
            var (person, id, code) = (user.Person, await _api.AccountIdAsync(user.Person), _api.CodeOf(user.Secret, 30));
            var tokens = new[] { await _api.StartLogInAsync(person), await _api.StartLogInAsync(person), await _api.StartLogInAsync(person) };

            var answers = await AtOnce.SendAsync(8, i => i switch
            {
                0 => _api.ResetFactorsAsync(_administrator.Token, id),
                1 => _otherApi.AuthenticateByAsync("totp", tokens[0], code),
                2 => _api.AuthenticateByAsync("recoveryCode", tokens[1], user.RecoveryCodes[0]),
                3 => _otherApi.AuthenticateByAsync("recoveryCode", tokens[2], user.RecoveryCodes[1]),
                4 => _otherApi.StepUpAsync(person.AccessToken, new { method = "totp", code }),
                5 => _api.StepUpAsync(person.AccessToken, new { method = "recoveryCode", code = user.RecoveryCodes[2] }),
                6 => _otherApi.RefreshAsync(person.RefreshToken),
                _ => _otherApi.LogInAsync(person.Email),
            });

            answers[0].Expect(HttpStatusCode.NoContent);
            Assert.That(answers.Select(answer => answer.Status), Has.None.EqualTo(HttpStatusCode.InternalServerError));
            await AssertNothingWorksAsync(answers[1..], id);
            Assert.That((await _otherApi.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"));
        }
    }

    [Test]
    public async Task An_enrolment_that_races_with_a_reset_is_undone_by_it_or_refused()
    {
        for (var round = 0; round < 8; round++)
        {
            var person = await _api.NewPersonAsync();
            var id = await _api.AccountIdAsync(person);
            (await _api.DemandFactorAsync(_administrator.Token, id)).Expect(HttpStatusCode.NoContent);
            var token = await _api.StartEnrolmentAsync(person.Email);
            var code = _api.CodeOf(await _api.NewSecretAsync(token));

            var answers = await AtOnce.SendAsync(4, i => i == 0 ? _api.ResetFactorsAsync(_administrator.Token, id) : _otherApi.TurnOnTotpAsync(token, code));

            answers[0].Expect(HttpStatusCode.NoContent);
            await AssertNothingWorksAsync(answers[1..], id);
            Assert.That((await _otherApi.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"));
        }
    }

    [Test]
    public async Task Of_parallel_enrolments_with_one_code_to_the_number_one_ends_the_log_in()
    {
        var user = await _api.NewPersonWithAppAsync();
        (await _api.ResetFactorsAsync(_administrator.Token, await _api.AccountIdAsync(user.Person))).Expect(HttpStatusCode.NoContent);
        var token = await _api.StartEnrolmentAsync(user.Person.Email);
        var code = _api.CodeOf(await _api.NewSecretAsync(token));
        var (challengeId, smsCode) = await _api.ProveNumberAsync(token, user.Person.PhoneNumber, count: 2);

        var answers = await AtOnce.SendAsync(5, i => (i % 2 == 0 ? _api : _otherApi).EnrolAppAsync(token, code, challengeId, smsCode));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
    }

    /// <summary>Not a token of any answer, and no session of the account.</summary>
    private async Task AssertNothingWorksAsync(IEnumerable<Answer> answers, string account)
    {
        foreach (var answer in answers.Where(answer => answer.Status == HttpStatusCode.OK))
        {
            if (answer["accessToken"] is { } accessToken)
            {
                (await _host.Client().SendAsync(HttpMethod.Put, "/api/v1/2fa/sms", new { enabled = true }, accessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            }

            if (answer["refreshToken"] is { } refreshToken)
            {
                (await _otherApi.RefreshAsync(refreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            }
        }

        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM sessions WHERE account_id = '{account}' AND ended_at IS NULL"), Is.Zero);
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM recovery_codes WHERE account_id = '{account}'"), Is.Zero);
    }
}
