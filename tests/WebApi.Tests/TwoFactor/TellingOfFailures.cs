using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Whoever has the password and guesses second factors is told of: after three wrong ones, once an hour.</summary>
public sealed class TellingOfFailures
{
    private const string Failures = "CleanAuth: somebody with your password entered wrong codes. If this was not you, change your password.";
    private const string WrongCode = "0-0000-0000-0000-0000";

    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi[] _nodes;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _other = _host.StartAnother();
        _api = _host.Client();
        _nodes = [_api, _other.Client()];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task Three_wrong_codes_behind_a_right_password_are_told_once_an_hour()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _api.StartLogInAsync(user.Person);

        await FailAsync(token, times: 2);
        Assert.That(await FailuresToldAsync(user), Is.Zero);
        await FailAsync(token, times: 3);
        await FailAsync(await _api.StartLogInAsync(user.Person), times: 3);
        Assert.That(await FailuresToldAsync(user), Is.EqualTo(1));

        _host.Clock.Advance(TimeSpan.FromMinutes(61));
        token = await _api.StartLogInAsync(user.Person);
        await FailAsync(token, times: 2);
        Assert.That(await FailuresToldAsync(user), Is.EqualTo(1), "older failures are told of already");
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await FailByAppAsync(token);
        Assert.That(await FailuresToldAsync(user), Is.EqualTo(2), "any factor counts");
    }

    [Test]
    public async Task Ten_parallel_failures_over_two_nodes_give_one_notice()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _api.StartLogInAsync(user.Person);

        var answers = await AtOnce.SendAsync(10, i => _nodes[i % 2].AuthenticateByAsync("recoveryCode", token, WrongCode));

        Assert.That(answers.Select(answer => answer.Code), Has.All.EqualTo("code_invalid"));
        Assert.That(await FailuresToldAsync(user), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_wrong_codes_in_each_of_many_log_ins_do_not_stay_untold()
    {
        var user = await _api.NewPersonWithAppAsync();

        await FailAsync(await _api.StartLogInAsync(user.Person), times: 2);
        await FailAsync(await _api.StartLogInAsync(user.Person), times: 2);

        Assert.That(await FailuresToldAsync(user), Is.EqualTo(1));
    }

    [Test]
    public async Task Mistypes_of_log_ins_that_succeeded_are_not_told()
    {
        var user = await _api.NewPersonWithAppAsync();
        for (var i = 0; i < 3; i++)
        {
            var token = await _api.StartLogInAsync(user.Person);
            await FailAsync(token, times: 2);
            (await _api.AuthenticateByAsync("recoveryCode", token, user.RecoveryCodes[i])).Expect(HttpStatusCode.OK);
        }

        Assert.That(await FailuresToldAsync(user), Is.Zero);
    }

    [Test]
    public async Task Without_a_number_nobody_is_told_and_the_answer_is_the_same()
    {
        var user = await _api.NewPersonWithAppAsync();
        await _host.Database.ExecuteAsync($"UPDATE accounts SET phone_number = NULL WHERE email = '{user.Person.Email}'");

        await FailAsync(await _api.StartLogInAsync(user.Person), times: 4);

        Assert.That(await FailuresToldAsync(user), Is.Zero);
    }

    private async Task FailAsync(string token, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await _nodes[i % 2].AuthenticateByAsync("recoveryCode", token, WrongCode)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }
    }

    // Of no time step: letters would be no code.
    private async Task FailByAppAsync(string token)
    {
        var answer = await _api.AuthenticateByAsync("totp", token, "000000");
        answer.Expect(HttpStatusCode.Unauthorized, "code_invalid");
    }

    private async Task<int> FailuresToldAsync(PersonWithApp user) => (await _host.NoticesToAsync(user.Person.PhoneNumber)).Count(text => text == Failures);
}
