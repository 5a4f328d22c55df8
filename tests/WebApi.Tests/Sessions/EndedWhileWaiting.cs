using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sessions;

/// <summary>A thief's request that waits while the owner ends the session must not go on in its name.</summary>
public sealed class EndedWhileWaiting
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

    [TestCase("recovery codes")]
    [TestCase("reinstate")]
    [TestCase("profile")]
    [TestCase("deletion")]
    [TestCase("phone")]
    public async Task A_session_that_ended_while_its_request_waited_for_the_account_changes_nothing(string what)
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _host.StepUpByAppAsync(user);
        Task<Answer>? change = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            $"SELECT 1 FROM accounts WHERE email = '{user.Person.Email}' FOR NO KEY UPDATE",
            () => Task.FromResult(change = what switch
            {
                "recovery codes" => _api.SendAsync(HttpMethod.Post, "/api/v1/2fa/recovery-codes", token: token),
                "reinstate" => _api.SendAsync(HttpMethod.Post, "/api/v1/2fa/recoveryCode/reinstate", token: token),
                "profile" => _api.ChangeNameAsync(token, "Mallory"),
                "deletion" => _api.DeleteAccountAsync(token),
                _ => _api.RemovePhoneAsync(token),
            }),
            $"UPDATE sessions SET ended_at = now(), end_reason = 4 WHERE account_id = (SELECT id FROM accounts WHERE email = '{user.Person.Email}')");

        (await change!).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That(await _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM audit_events WHERE event IN (1004, 1007, 1008) AND account_id = (SELECT id FROM accounts WHERE email = '{user.Person.Email}')"), Is.Zero);
        Assert.That(await _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM audit_events WHERE event IN (4007, 4008) AND account_id = (SELECT id FROM accounts WHERE email = '{user.Person.Email}')"), Is.EqualTo(1), "the first codes");
    }

    [Test]
    public async Task An_account_is_deleted_while_its_sessions_refresh()
    {
        for (var round = 0; round < 5; round++)
        {
            var person = await _api.NewPersonAsync();
            var tokens = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => (await _api.LogInAsync(person.Email))["refreshToken"]!));

            var deletion = _api.DeleteAccountAsync(person.AccessToken);
            var refreshes = await Task.WhenAll(tokens.Select(RefreshUntilOverAsync));

            (await deletion).Expect(HttpStatusCode.NoContent);
            Assert.That(refreshes, Is.All.EqualTo(HttpStatusCode.Unauthorized));
        }
    }

    private async Task<HttpStatusCode> RefreshUntilOverAsync(string token)
    {
        for (var i = 0; i < 100; i++)
        {
            var answer = await _api.RefreshAsync(token);
            if (answer.Status != HttpStatusCode.OK)
            {
                return answer.Status;
            }

            token = answer["refreshToken"]!;
        }

        return HttpStatusCode.OK;
    }
}
