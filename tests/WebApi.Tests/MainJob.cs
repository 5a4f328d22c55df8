using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests;

public sealed class MainJob
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
    public async Task Somebody_signs_up_verifies_a_phone_logs_in_with_two_factors_uses_refreshes_and_logs_out()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();

        var first = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(first["status"], Is.EqualTo("secondFactorRequired"));
        Assert.That(first["phoneHint"], Is.EqualTo($"***{person.PhoneNumber[^2..]}"));
        var restricted = first["secondFactorToken"]!;

        var sent = (await _api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted);
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        (await _api.AuthenticateAsync(restricted, sent["challengeId"]!, AuthApi.WrongCode(code))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        var tokens = (await _api.AuthenticateAsync(restricted, sent["challengeId"]!, code)).Expect(HttpStatusCode.OK);
        Assert.That(tokens["status"], Is.EqualTo("complete"));

        (await _api.GetAccountAsync(tokens["accessToken"])).Expect(HttpStatusCode.OK);
        var refreshed = (await _api.RefreshAsync(tokens["refreshToken"]!)).Expect(HttpStatusCode.OK);
        (await _api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.OK);
        (await _api.LogOutAsync(refreshed["accessToken"]!)).Expect(HttpStatusCode.NoContent);
        (await _api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(refreshed["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }
}
