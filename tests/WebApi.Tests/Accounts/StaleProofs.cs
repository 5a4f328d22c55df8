using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

/// <summary>What a session that lies open may not do with the account.</summary>
public sealed class StaleProofs
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

    [TestCase("DELETE", "/api/v1/account", null)]
    [TestCase("GET", "/api/v1/account/export", null)]
    [TestCase("DELETE", "/api/v1/account/phone", null)]
    [TestCase("PUT", "/api/v1/account/phone", """{"phoneVerificationToken":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    public async Task Each_sensitive_route_with_an_11_minute_old_token_answers_403(string method, string path, string? body)
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var stale = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.SendAsync(new HttpMethod(method), path, body, stale)).Expect(HttpStatusCode.Forbidden, "step_up_required");

        var profile = (await _api.GetAccountAsync(stale)).Expect(HttpStatusCode.OK);
        Assert.That(profile["phoneNumber"], Is.EqualTo(person.PhoneNumber));
        Assert.That(await AccountActivity.NamesAsync(_api, stale), Does.Not.Contain("accountExported"));
    }

    [Test]
    public async Task The_profile_and_the_activity_need_none()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var stale = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.ChangeNameAsync(stale, "Ann")).Expect(HttpStatusCode.OK);
        (await _api.ListActivityAsync(stale)).Expect(HttpStatusCode.OK);
    }
}
