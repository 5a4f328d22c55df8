using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sessions;

public sealed class Refreshing
{
    private const string Reused = "CleanAuth: a stolen session of your account was ended. If this was not you, change your password.";

    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi[] _nodes;

    [SetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _other = _host.StartAnother();
        _api = _host.Client();
        _nodes = [_api, _other.Client()];
    }

    [TearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task Fifty_parallel_refreshes_over_two_nodes_give_one_generation_and_one_successor()
    {
        var person = await _api.NewPersonAsync();

        var answers = await AtOnce.SendAsync(50, i => _nodes[i % 2].RefreshAsync(person.RefreshToken));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(answers.Select(answer => answer["refreshToken"]).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM refresh_tokens"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_repeat_within_ten_seconds_gets_the_same_successor_on_another_node()
    {
        var person = await _api.NewPersonAsync();
        var first = (await _nodes[0].RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromSeconds(8));

        var repeat = (await _nodes[1].RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);

        Assert.That(repeat["refreshToken"], Is.EqualTo(first["refreshToken"]));
        (await _api.GetAccountAsync(repeat["accessToken"])).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_repeat_whose_successor_was_exchanged_already_gets_the_newest_token_and_both_tabs_go_on()
    {
        var person = await _api.NewPersonAsync();
        var first = (await _nodes[0].RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        var second = (await _nodes[1].RefreshAsync(first["refreshToken"]!)).Expect(HttpStatusCode.OK);
        var third = (await _nodes[0].RefreshAsync(second["refreshToken"]!)).Expect(HttpStatusCode.OK);

        var otherTab = (await _nodes[1].RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        Assert.That(otherTab["refreshToken"], Is.EqualTo(third["refreshToken"]));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM refresh_tokens"), Is.EqualTo(4), "a repeat makes no token");

        // Long after the grace: a token that was spent would end the session here.
        _host.Clock.Advance(TimeSpan.FromMinutes(9));
        (await _nodes[0].RefreshAsync(otherTab["refreshToken"]!)).Expect(HttpStatusCode.OK);
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM sessions WHERE ended_at IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task A_chain_of_exchanges_makes_no_old_token_young()
    {
        var person = await _api.NewPersonAsync();
        var token = person.RefreshToken;
        for (var i = 0; i < 3; i++)
        {
            token = (await _api.RefreshAsync(token)).Expect(HttpStatusCode.OK)["refreshToken"]!;
            _host.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "refresh_token_reused");
    }

    [Test]
    public async Task Fifty_parallel_replays_after_the_grace_end_the_session_once_with_one_event_and_one_notice()
    {
        var person = await _api.NewPersonAsync();
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromSeconds(11));

        var answers = await AtOnce.SendAsync(50, i => _nodes[i % 2].RefreshAsync(person.RefreshToken));

        Assert.That(answers.Select(answer => answer.Code), Has.All.EqualTo("refresh_token_reused"));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM audit_events WHERE event = 5001"), Is.EqualTo(1));
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.EqualTo(new[] { Reused }));
    }

    [Test]
    public async Task Two_stolen_sessions_within_an_hour_end_both_and_cost_one_message_and_a_third_later_costs_another()
    {
        var person = await _api.NewPersonAsync();
        string[] stolen = [person.RefreshToken, await LogInAsync(), await LogInAsync()];
        foreach (var token in stolen)
        {
            (await _api.RefreshAsync(token)).Expect(HttpStatusCode.OK);
        }

        _host.Clock.Advance(TimeSpan.FromSeconds(11));
        var answers = await AtOnce.SendAsync(2, i => _nodes[i].RefreshAsync(stolen[i]));
        Assert.That(answers.Select(answer => answer.Code), Has.All.EqualTo("refresh_token_reused"));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM audit_events WHERE event = 5001"), Is.EqualTo(2));
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.Count.EqualTo(1));

        _host.Clock.Advance(TimeSpan.FromHours(1));
        (await _api.RefreshAsync(stolen[2])).Expect(HttpStatusCode.Unauthorized, "refresh_token_reused");
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.Count.EqualTo(2));

        async Task<string> LogInAsync() => (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["refreshToken"]!;
    }

    [Test]
    public async Task A_repeat_after_eleven_seconds_ends_the_session_and_is_recorded_once()
    {
        var person = await _api.NewPersonAsync();
        var successor = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromSeconds(11));

        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "refresh_token_reused");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "refresh_token_reused");

        (await _api.RefreshAsync(successor["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GetAccountAsync(successor["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM audit_events WHERE event = 5001"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_session_that_rests_for_fourteen_days_is_over()
    {
        var person = await _api.NewPersonAsync();

        _host.Clock.Advance(TimeSpan.FromDays(14));

        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task On_day_ninety_a_refresh_is_refused_in_spite_of_daily_use()
    {
        var token = (await _api.NewPersonAsync()).RefreshToken;
        for (var day = 1; day < 90; day++)
        {
            _host.Clock.Advance(TimeSpan.FromDays(1));
            token = (await _api.RefreshAsync(token)).Expect(HttpStatusCode.OK)["refreshToken"]!;
        }

        _host.Clock.Advance(TimeSpan.FromDays(1));

        (await _api.RefreshAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_refreshed_token_is_as_old_as_the_last_proof_and_fails_where_a_fresh_one_is_needed()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var refreshed = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;

        Assert.That(Claim(refreshed, "auth_time").GetInt64(), Is.EqualTo(Claim(person.AccessToken, "auth_time").GetInt64()));
        Assert.That(Claim(refreshed, "acr").GetString(), Is.EqualTo("urn:cleanauth:acr:1"));
        (await _api.SetSmsFactorAsync(refreshed, enabled: true)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        (await _api.SetPhoneAsync(refreshed, new string('A', 43))).Expect(HttpStatusCode.Forbidden, "step_up_required");

        var fresh = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        (await _api.SetSmsFactorAsync(fresh, enabled: true)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Disabling_an_account_ends_access_and_refresh_at_once()
    {
        var person = await _api.NewPersonAsync();

        await _host.Database.ExecuteAsync($"UPDATE accounts SET disabled_at = now() WHERE email = '{person.Email}'");

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_refresh_that_races_with_the_end_of_the_session_leaves_no_working_token()
    {
        for (var round = 0; round < 10; round++)
        {
            var person = await _api.NewPersonAsync();
            var refresh = _nodes[1].RefreshAsync(person.RefreshToken);
            var logOut = _nodes[0].LogOutAsync(person.AccessToken);
            var refreshed = await refresh;
            (await logOut).Expect(HttpStatusCode.NoContent);

            if (refreshed.Status == HttpStatusCode.OK)
            {
                (await _api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
                (await _api.RefreshAsync(refreshed["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            }
        }
    }

    [Test]
    public async Task A_refresh_that_waits_for_the_end_of_its_session_gives_nothing()
    {
        var person = await _api.NewPersonAsync();
        Task<Answer>? refresh = null;

        await _host.Database.ChangeWhileItWaitsAsync("SELECT 1 FROM sessions FOR UPDATE", () => Start(() => refresh = _nodes[1].RefreshAsync(person.RefreshToken)), "UPDATE sessions SET ended_at = now()");

        (await refresh!).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM refresh_tokens"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_refresh_that_waits_for_a_step_up_gives_a_token_of_the_new_proof()
    {
        var person = await _api.NewPersonAsync();
        Task<Answer>? refresh = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            "SELECT 1 FROM sessions FOR UPDATE",
            () => Start(() => refresh = _nodes[1].RefreshAsync(person.RefreshToken)),
            "UPDATE sessions SET authenticated_at = authenticated_at + interval '1 minute', methods = 'pwd otp mfa'");

        var token = (await refresh!).Expect(HttpStatusCode.OK)["accessToken"]!;
        Assert.That(Claim(token, "auth_time").GetInt64(), Is.EqualTo(Claim(person.AccessToken, "auth_time").GetInt64() + 60));
        Assert.That(Claim(token, "acr").GetString(), Is.EqualTo("urn:cleanauth:acr:2"));
        (await _api.GetAccountAsync(token)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_refresh_under_way_while_the_account_is_disabled_gives_no_token_that_works()
    {
        var person = await _api.NewPersonAsync();
        Task<Answer>? refresh = null;

        await _host.Database.ChangeWhileItWaitsAsync("SELECT 1 FROM sessions FOR UPDATE", () => Start(() => refresh = _nodes[1].RefreshAsync(person.RefreshToken)), "UPDATE accounts SET disabled_at = now()");

        if (await refresh! is { Status: HttpStatusCode.OK } refreshed)
        {
            (await _api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            (await _api.RefreshAsync(refreshed["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        }

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task The_database_holds_no_usable_refresh_token()
    {
        var person = await _api.NewPersonAsync();

        var stored = await _host.Database.ReadAsync<byte[]>("SELECT token_hash FROM refresh_tokens");

        (await _api.RefreshAsync(System.Buffers.Text.Base64Url.EncodeToString(stored))).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
    }

    private static Task Start(Action start)
    {
        start();
        return Task.CompletedTask;
    }

    private static JsonElement Claim(string token, string name) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement.GetProperty(name);
}
