using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

public sealed class SwitchingSms
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
    public async Task Without_a_verified_number_it_cannot_be_switched_on()
    {
        var email = AuthApi.NewEmail();
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var token = (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.SetSmsFactorAsync(token, enabled: true)).Expect(HttpStatusCode.Conflict, "phone_not_verified");
    }

    [Test]
    public async Task Switching_ends_the_other_sessions_and_shows_in_the_state()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);

        var state = (await _api.GetTwoFactorAsync(person.AccessToken)).Expect(HttpStatusCode.OK).Json;
        Assert.That(state.GetProperty("sms").GetProperty("enabled").GetBoolean(), Is.True);
        Assert.That(state.GetProperty("sms").GetProperty("phoneHint").GetString(), Is.EqualTo($"***{person.PhoneNumber[^2..]}"));
        Assert.That(state.GetProperty("recoverable").GetBoolean(), Is.True);
        (await _api.GetAccountAsync(other)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Of_two_sessions_that_switch_at_the_same_moment_one_stays()
    {
        var person = await _api.NewPersonAsync();
        for (var round = 0; round < 10; round++)
        {
            string[] tokens = [await NewSessionAsync(person), await NewSessionAsync(person)];

            var answers = await AtOnce.SendAsync(2, i => _api.SetSmsFactorAsync(tokens[i], enabled: false));

            Assert.That(answers.Select(answer => answer.Status), Is.EquivalentTo(new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized }));
            Assert.That(await _host.Database.ReadAsync<long>(
                $"SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{person.Email}' AND s.ended_at IS NULL"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Switched_off_again_the_password_is_enough()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();

        (await _api.SetSmsFactorAsync(person.AccessToken, enabled: false)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        (await _api.SetSmsFactorAsync(await _api.StepUpBySmsAsync(person, count: 2), enabled: false)).Expect(HttpStatusCode.OK);

        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("complete"));
    }

    private async Task<string> NewSessionAsync(Person person) => (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;
}
