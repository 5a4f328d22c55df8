using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Security;

/// <summary>Two service processes on one database, and the command beside them.</summary>
public sealed class RotatingKeys
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _masterKey = ProductionSettings.NewMasterKey();
    private TestDatabase _database;
    private PlivoStub _plivo;
    private ServiceProcess[] _nodes = [];
    private AuthApi[] _clients;

    [SetUp]
    public async Task Start()
    {
        (_database, _plivo) = (await TestDatabase.CreateAsync(), await PlivoStub.StartAsync());
        _nodes = await Task.WhenAll(StartNodeAsync(), StartNodeAsync());
        _clients = [.. _nodes.Select(node => new AuthApi(_plivo, new HttpClient { BaseAddress = node.BaseAddress }))];
    }

    [TearDown]
    public async Task Stop()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await (_plivo?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task A_rotation_by_command_is_followed_by_both_nodes_and_refuses_no_request()
    {
        var people = await Task.WhenAll(_clients.Select(LogInAsync));
        var old = KidOf(people[0].AccessToken);

        await CommandAsync("The next signing key is published", "rotate-keys");
        await CommandAsync("was published before", "rotate-keys");
        foreach (var client in _clients)
        {
            await WaitAsync(async () => (await PublishedAsync(client)).Count == 2, "the next key is published");
        }

        Assert.That(KidOf((await RefreshAsync(0, people[0])).AccessToken), Is.EqualTo(old), "published is not in use");

        // The day passes.
        await _database.ExecuteAsync("UPDATE signing_keys SET signs_from = date_trunc('second', now()) + interval '3 seconds' WHERE generation = 2");
        var seen = await Task.WhenAll(UseUntilChangedAsync(0, old), UseUntilChangedAsync(1, old));

        Assert.That(seen.SelectMany(kids => kids).Distinct().Count(), Is.EqualTo(2));
        foreach (var client in _clients)
        {
            (await client.GetAccountAsync(people[1].AccessToken)).Expect(HttpStatusCode.OK);
            Assert.That(await PublishedAsync(client), Does.Contain(old), "its tokens live on");
        }
    }

    [Test]
    public async Task A_withdrawn_key_ends_its_tokens_on_both_nodes_and_sessions_go_on()
    {
        var people = await Task.WhenAll(_clients.Select(LogInAsync));
        var leaked = KidOf(people[0].AccessToken);

        await CommandAsync("withdrawn", "rotate-keys", "--now");

        foreach (var (client, person) in from client in _clients from person in people select (client, person))
        {
            await WaitAsync(async () => (await client.GetAccountAsync(person.AccessToken)) is { Status: HttpStatusCode.Unauthorized, Code: "token_invalid" }, "the old token ends");
            Assert.That(await PublishedAsync(client), Has.Count.EqualTo(1).And.None.EqualTo(leaked));
        }

        for (var i = 0; i < people.Length; i++)
        {
            var (accessToken, _) = await RefreshAsync(1 - i, people[i]);
            Assert.That(KidOf(accessToken), Is.Not.EqualTo(leaked));
            foreach (var client in _clients)
            {
                (await client.GetAccountAsync(accessToken)).Expect(HttpStatusCode.OK);
            }
        }

        await _database.WaitUntilNoneAsync($"signing_keys WHERE id = '{leaked}'");
        Assert.That(await _database.ReadAsync<string>("SELECT string_agg(event::text, ' ' ORDER BY event) FROM audit_events WHERE event BETWEEN 7001 AND 7003"), Is.EqualTo("7001 7001 7003"));
    }

    /// <summary>Refreshes at one node and shows each token to both, until this node signs with another key. Gives the ids of all keys that it signed with.</summary>
    private async Task<List<string>> UseUntilChangedAsync(int node, string old)
    {
        var (person, kids) = (await LogInAsync(_clients[node]), new List<string>());
        using var patience = new CancellationTokenSource(s_patience);
        while (kids.Count < 20 || kids[^1] == old)
        {
            patience.Token.ThrowIfCancellationRequested();
            person = await RefreshAsync(node, person);
            kids.Add(KidOf(person.AccessToken));
            foreach (var client in _clients)
            {
                (await client.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
            }
        }

        return kids;
    }

    private async Task<(string AccessToken, string RefreshToken)> RefreshAsync(int node, (string AccessToken, string RefreshToken) person) =>
        Tokens((await _clients[node].RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK));

    private static async Task<(string AccessToken, string RefreshToken)> LogInAsync(AuthApi client)
    {
        var email = AuthApi.NewEmail();
        (await client.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        return Tokens((await client.LogInAsync(email)).Expect(HttpStatusCode.OK));
    }

    private static (string AccessToken, string RefreshToken) Tokens(Answer answer) => (answer["accessToken"]!, answer["refreshToken"]!);

    private static string KidOf(string token) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement.GetProperty("kid").GetString()!;

    private static async Task<List<string>> PublishedAsync(AuthApi client) =>
        [.. (await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK).Json.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];

    private static async Task WaitAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!await condition())
        {
            Assert.That(patience.IsCancellationRequested, Is.False, what);
            await Task.Delay(20);
        }
    }

    private async Task CommandAsync(string words, params string[] command)
    {
        await using var process = CommandProcess.Start(typeof(Program).Assembly.Location, Settings, command);
        var end = await process.WaitAsync();
        Assert.That(end.ExitCode, Is.Zero, end.Output + end.Errors);
        Assert.That(end.Output + end.Errors, Does.Contain(words));
    }

    private Task<ServiceProcess> StartNodeAsync() => ServiceProcess.StartAsync(typeof(Program).Assembly.Location, Settings);

    private IEnumerable<(string Setting, string Value)> Settings => ProductionSettings.Of(_database, _plivo.BaseUrl, _masterKey);
}
