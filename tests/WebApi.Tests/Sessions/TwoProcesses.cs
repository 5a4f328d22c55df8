using System.Net;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sessions;

/// <summary>Two real processes on one PostgreSQL that know nothing of each other.</summary>
public sealed class TwoProcesses
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private TestDatabase _database;
    private PlivoStub _plivo;
    private ServiceProcess[] _nodes;
    private AuthApi[] _apis;

    [OneTimeSetUp]
    public async Task Start()
    {
        (_database, _plivo) = (await TestDatabase.CreateAsync(), await PlivoStub.StartAsync());
        var masterKey = ProductionSettings.NewMasterKey();
        _nodes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ServiceProcess.StartAsync(
            typeof(Program).Assembly.Location, [.. ProductionSettings.Of(_database, _plivo.BaseUrl, masterKey), ("Sessions:CacheSeconds", "1")])));
        _apis = [.. _nodes.Select(node => new AuthApi(_plivo, new HttpClient { BaseAddress = node.BaseAddress }))];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var node in _nodes ?? [])
        {
            await node.DisposeAsync();
        }

        await (_plivo?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task Twenty_parallel_refreshes_of_one_token_from_two_nodes_give_one_successor_to_all()
    {
        var person = await _apis[0].NewPersonAsync();

        var answers = await AtOnce.SendAsync(20, i => _apis[i % 2].RefreshAsync(person.RefreshToken));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        var successor = answers.Select(answer => answer["refreshToken"]).Distinct().Single()!;
        Assert.That(await _database.ReadAsync<long>($"SELECT count(*) FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN accounts a ON a.id = s.account_id WHERE a.email = '{person.Email}'"), Is.EqualTo(2));
        (await _apis[1].RefreshAsync(successor)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_revoked_sessions_access_token_stops_working_on_every_node()
    {
        var token = (await _apis[0].NewPersonAsync()).AccessToken;
        foreach (var api in _apis)
        {
            (await api.GetAccountAsync(token)).Expect(HttpStatusCode.OK);
        }

        (await _apis[0].LogOutAsync(token)).Expect(HttpStatusCode.NoContent);

        (await _apis[0].GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _apis[1].EndOtherSessionsAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        // The other node learns it by time alone, and that is its own clock's: only a failing test waits for long.
        using var patience = new CancellationTokenSource(s_patience);
        while ((await _apis[1].GetAccountAsync(token)).Status == HttpStatusCode.OK)
        {
            patience.Token.ThrowIfCancellationRequested();
        }

        (await _apis[1].GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }
}
