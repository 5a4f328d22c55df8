using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sessions;

public sealed class LoggingOut
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
    public async Task Logging_out_twice_is_204_twice_and_recorded_once()
    {
        var person = await _api.NewPersonAsync();

        (await _api.LogOutAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);
        (await _api.LogOutAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        Assert.That(
            await _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{person.Email}' AND event = 2006"),
            Is.EqualTo(1));
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task An_expired_access_token_still_logs_out()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(30));
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        (await _api.LogOutAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_refresh_token_in_the_body_logs_out()
    {
        var person = await _api.NewPersonAsync();

        (await _api.PostAsync("/api/v1/auth/logout", new { refreshToken = person.RefreshToken })).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Logging_out_without_a_token_that_names_a_session_is_401()
    {
        (await _api.SendAsync(HttpMethod.Post, "/api/v1/auth/logout")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.LogOutAsync("not-a-token")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.PostAsync("/api/v1/auth/logout", new { refreshToken = new string('A', 43) })).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Two_tokens_of_two_sessions_end_both()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);

        (await _api.PostAsync("/api/v1/auth/logout", new { refreshToken = other["refreshToken"] }, person.AccessToken)).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GetAccountAsync(other["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Logging_out_of_one_session_leaves_the_other()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.LogOutAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(other)).Expect(HttpStatusCode.OK);
    }
}
