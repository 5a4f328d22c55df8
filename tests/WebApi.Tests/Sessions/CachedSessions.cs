using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Passwords;

namespace CleanAuth.WebApi.Tests.Sessions;

/// <summary>Security-requirements D8: what another node ended is refused here after five seconds at the latest, what this node ended at once.</summary>
public sealed class CachedSessions
{
    private const string NewPassword = "a wholly other password";
    private const int MaxSessions = 3;

    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _here;
    private AuthApi _there;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Sessions:MaxPerAccount", $"{MaxSessions}"));
        _host.Clock.Stop();
        _other = _host.StartAnother();
        (_here, _there) = (_host.Client(), _other.Client());
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
    public async Task A_token_of_a_session_that_another_node_ended_is_refused_after_five_seconds_and_not_before()
    {
        var token = await KnownHereAsync();
        (await _there.LogOutAsync(token)).Expect(HttpStatusCode.NoContent);
        (await _there.GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        _host.Clock.Advance(TimeSpan.FromSeconds(4.9));
        (await _here.GetAccountAsync(token)).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromSeconds(0.1));
        (await _here.GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Being_used_all_the_time_makes_nothing_known_for_longer()
    {
        var token = await KnownHereAsync();
        (await _there.LogOutAsync(token)).Expect(HttpStatusCode.NoContent);

        for (var i = 0; i < 4; i++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1.2));
            (await _here.GetAccountAsync(token)).Expect(HttpStatusCode.OK);
        }

        _host.Clock.Advance(TimeSpan.FromSeconds(0.2));
        (await _here.GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task What_changes_something_or_needs_a_proof_reads_the_session_whatever_this_node_knows()
    {
        var token = await KnownHereAsync();
        (await _there.LogOutAsync(token)).Expect(HttpStatusCode.NoContent);

        (await _here.GenerateTotpAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _here.EndOtherSessionsAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _here.SetSmsFactorAsync(token, enabled: true)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _here.StepUpAsync(token, new { method = "password", password = AuthApi.Password })).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_disabled_account_is_refused_after_five_seconds()
    {
        var person = await _here.NewPersonAsync();
        (await _here.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
        await _host.Database.ExecuteAsync($"UPDATE accounts SET disabled_at = now() WHERE email = '{person.Email}'");

        (await _here.EndOtherSessionsAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        (await _here.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task With_no_cache_every_node_refuses_at_once()
    {
        await using var node = _host.StartAnother(("Sessions:CacheSeconds", "0"));
        var token = await KnownHereAsync(node.Client());

        (await _there.LogOutAsync(token)).Expect(HttpStatusCode.NoContent);

        (await node.Client().GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    private static IEnumerable<TestCaseData> Ends() => new (string Name, Func<CachedSessions, Person, string, Task> End)[]
    {
        ("log-out", (t, _, token) => t._here.LogOutAsync(token)),
        ("log-out by refresh token", async (t, _, _) => (await t._here.PostAsync("/api/v1/auth/logout", new { refreshToken = t._victim!["refreshToken"] })).Expect(HttpStatusCode.NoContent)),
        ("ended by another session", async (t, person, token) => (await t._here.EndSessionAsync(person.AccessToken, SidOf(token))).Expect(HttpStatusCode.NoContent)),
        ("ended with the others", async (t, person, _) => (await t._here.EndOtherSessionsAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent)),
        ("a factor was switched on", async (t, person, _) => (await t._here.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK)),
        ("the number was changed", async (t, person, _) =>
        {
            var proof = await t._here.ProvePhoneAsync(AuthApi.NewPhone(), person.AccessToken);
            (await t._here.SetPhoneAsync(person.AccessToken, proof)).Expect(HttpStatusCode.OK);
        }),
        ("a refresh token was used again", async (t, _, _) =>
        {
            var refresh = t._victim!["refreshToken"]!;
            (await t._here.RefreshAsync(refresh)).Expect(HttpStatusCode.OK);
            t._host.Clock.Advance(TimeSpan.FromSeconds(11));
            (await t._here.GetAccountAsync(t._victim["accessToken"])).Expect(HttpStatusCode.OK);
            (await t._here.RefreshAsync(refresh)).Expect(HttpStatusCode.Unauthorized, "refresh_token_reused");
        }),
        ("the number was removed", async (t, person, _) => (await t._here.RemovePhoneAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent)),
        ("the password was changed by another session", async (t, person, _) =>
            (await t._here.ChangePasswordAsync(person.AccessToken, AuthApi.Password, NewPassword)).Expect(HttpStatusCode.NoContent)),
        ("the password was reset", async (t, person, _) => (await t._here.ResetAsync(await t._here.ProveResetAsync(person), NewPassword)).Expect(HttpStatusCode.NoContent)),
        ("the account was deleted", async (t, person, _) => (await t._here.DeleteAccountAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent)),
        ("too many sessions", async (t, person, _) =>
        {
            for (var i = 0; i < MaxSessions; i++)
            {
                t._host.Clock.Advance(TimeSpan.FromSeconds(0.1));
                (await t._here.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
            }
        }),
        ("a later proof", async (t, _, token) =>
        {
            t._host.Clock.Advance(TimeSpan.FromSeconds(1));
            (await t._here.StepUpAsync(token, new { method = "password", password = AuthApi.Password })).Expect(HttpStatusCode.OK);
        }),
    }.Select(way => new TestCaseData(way.End).SetArgDisplayNames(way.Name));

    private Answer? _victim;

    [TestCaseSource(nameof(Ends))]
    public async Task The_node_that_ends_it_refuses_a_token_at_once(Func<CachedSessions, Person, string, Task> end)
    {
        ArgumentNullException.ThrowIfNull(end);
        var person = await _here.NewPersonAsync();
        _victim = (await _here.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        var token = _victim["accessToken"]!;
        (await _here.GetAccountAsync(token)).Expect(HttpStatusCode.OK);

        await end(this, person, token);

        // Asks for nothing but the session, so that a row that is gone refuses nothing.
        (await _here.ListSessionsAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _here.GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    private async Task<string> KnownHereAsync(AuthApi? here = null)
    {
        var token = (await _there.NewPersonAsync()).AccessToken;
        (await (here ?? _here).GetAccountAsync(token)).Expect(HttpStatusCode.OK);
        return token;
    }

    private static string SidOf(string token) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement.GetProperty("sid").GetString()!;
}
