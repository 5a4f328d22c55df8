using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Whoever administers at that moment has short sessions: an hour without a refresh, a day in all (security-requirements section 7).</summary>
public sealed class AdministratorSessions
{
    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _host.Clock.Stop();
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task An_administrator_s_session_goes_on_after_59_minutes_and_is_over_after_an_hour_without_a_refresh()
    {
        var session = await LogInAsAdministratorAsync();
        Assert.That(session["refreshExpiresIn"], Is.EqualTo("3600"));
        _host.Clock.Advance(TimeSpan.FromMinutes(59));
        var refreshed = (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK);
        Assert.That(refreshed["refreshExpiresIn"], Is.EqualTo("3600"));

        _host.Clock.Advance(TimeSpan.FromHours(1));

        (await _api.RefreshAsync(refreshed["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task An_administrator_s_session_is_over_a_day_after_the_log_in_in_spite_of_hourly_use()
    {
        var session = await LogInAsAdministratorAsync();
        for (var i = 0; i < 24; i++)
        {
            _host.Clock.Advance(TimeSpan.FromMinutes(59));
            session = (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK);
        }

        Assert.That(LeftOf(session), Is.EqualTo(1440).Within(1));
        (await _api.GetAccountAsync(session["accessToken"])).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromMinutes(24));
        (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_repeated_refresh_tells_the_same_end()
    {
        var session = await LogInAsAdministratorAsync();
        (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromSeconds(8));

        Assert.That(LeftOf((await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK)), Is.EqualTo(3592).Within(1));
    }

    [Test]
    public async Task A_user_s_session_lives_on_as_before()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromDays(13));

        Assert.That((await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["refreshExpiresIn"], Is.EqualTo("1209600"));
    }

    [Test]
    public async Task A_session_that_is_a_day_old_ends_when_its_owner_is_appointed_and_lives_again_when_dismissed()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromHours(24));
        var session = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);

        await SetRoleAsync(person, 1);
        (await _api.GetAccountAsync(session["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        await SetRoleAsync(person, 0);
        (await _api.GetAccountAsync(session["accessToken"])).Expect(HttpStatusCode.OK);
        Assert.That((await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK)["refreshExpiresIn"], Is.EqualTo("1209600"));
    }

    [Test]
    public async Task A_younger_session_goes_on_when_its_owner_is_appointed_until_it_is_a_day_old()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromHours(23.5));
        var session = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);

        await SetRoleAsync(person, 1);

        (await _api.GetAccountAsync(session["accessToken"])).Expect(HttpStatusCode.OK);
        session = (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK);
        Assert.That(LeftOf(session), Is.EqualTo(1800).Within(1));
        _host.Clock.Advance(TimeSpan.FromMinutes(30));
        (await _api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task An_access_token_ends_with_the_idle_session_also_where_a_node_remembers_it()
    {
        await using var node = _host.StartAnother(("Sessions:AdminIdleSeconds", "300"));
        var (api, session) = (node.Client(), await LogInAsAdministratorAsync());
        _host.Clock.Advance(TimeSpan.FromSeconds(298));
        (await api.GetAccountAsync(session["accessToken"])).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromSeconds(2));
        (await ReadUsageAsync(api, session)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        _host.Clock.Advance(TimeSpan.FromSeconds(3));
        (await api.GetAccountAsync(session["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        // To this node the same session is that of an hour.
        (await ReadUsageAsync(_api, session)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Sessions_that_are_over_are_not_listed_and_do_not_count()
    {
        var app = await NewAdministratorAsync();
        await LogInAsync(app);
        _host.Clock.Advance(TimeSpan.FromHours(1));
        var session = await LogInAsync(app);

        var listed = (await _api.ListSessionsAsync(session["accessToken"]!)).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray();

        Assert.That(listed.Select(item => item.GetProperty("current").GetBoolean()), Is.EqualTo(new[] { true }));
    }

    [Test]
    public async Task Where_users_have_less_administrators_have_no_more()
    {
        await using var node = _host.StartAnother(("Sessions:AbsoluteSeconds", "3600"), ("Sessions:AdminIdleSeconds", "86400"));

        Assert.That((await LogInAsync(await NewAdministratorAsync(), node.Client()))["refreshExpiresIn"], Is.EqualTo("3600"));
    }

    [Test]
    public async Task A_browser_keeps_an_administrator_s_cookie_for_an_hour()
    {
        var app = await NewAdministratorAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(60));
        var browser = new Browser(_host);
        (await browser.LogInAsync(app.Person.Email)).Expect(HttpStatusCode.OK);
        (await browser.PostAsync("/api/v1/2fa/authenticate", new { method = "totp", code = _api.CodeOf(app.Secret) })).Expect(HttpStatusCode.OK);

        Assert.That(browser.Lives["__Host-refresh"], Is.EqualTo(3600));
    }

    // The database keeps microseconds, the clock has more, and the answer has whole seconds.
    private static int LeftOf(Answer session) => session.Json.GetProperty("refreshExpiresIn").GetInt32();

    private async Task<Answer> LogInAsAdministratorAsync() => await LogInAsync(await NewAdministratorAsync());

    private async Task<PersonWithApp> NewAdministratorAsync()
    {
        var app = await _api.NewPersonWithAppAsync();
        await SetRoleAsync(app.Person, 1);
        return app;
    }

    private async Task<Answer> LogInAsync(PersonWithApp app, AuthApi? node = null)
    {
        _host.Clock.Advance(TimeSpan.FromSeconds(60));
        var api = node ?? _api;
        return (await api.AuthenticateByAsync("totp", await api.StartLogInAsync(app.Person), api.CodeOf(app.Secret))).Expect(HttpStatusCode.OK);
    }

    private Task<int> SetRoleAsync(Person person, int role) => _host.Database.ExecuteAsync($"UPDATE accounts SET role = {role} WHERE email = '{person.Email}'");

    private static Task<Answer> ReadUsageAsync(AuthApi api, Answer session) => api.SendAsync(HttpMethod.Get, "/api/v1/admin/sms/usage", token: session["accessToken"]);
}
