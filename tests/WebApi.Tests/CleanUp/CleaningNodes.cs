using System.Net;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.CleanUp;

/// <summary>Two service processes on one database.</summary>
public sealed class CleaningNodes
{
    private const string Taken = "This node cleans up from now on";

    private readonly string _masterKey = ProductionSettings.NewMasterKey();
    private TestDatabase _database;
    private PlivoStub _plivo;

    [SetUp]
    public async Task Start() => (_database, _plivo) = (await TestDatabase.CreateAsync(), await PlivoStub.StartAsync());

    [TearDown]
    public async Task Stop()
    {
        await (_plivo?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task One_of_two_nodes_cleans_and_when_it_is_killed_the_other_does()
    {
        var nodes = await Task.WhenAll(StartNodeAsync(), StartNodeAsync());
        await using var first = nodes[0];
        await using var second = nodes[1];

        await AddOldRowsAsync();
        await _database.WaitUntilNoneAsync("otp_sends", TimeSpan.FromSeconds(30));
        Assert.That(() => nodes.Count(node => node.Output.Contains(Taken, StringComparison.Ordinal)), Is.EqualTo(1).After(10_000, 50));
        var (holder, other) = first.Output.Contains(Taken, StringComparison.Ordinal) ? (first, second) : (second, first);
        Assert.That(() => holder.Output, Does.Contain("otp_sends 2500").After(10_000, 50));

        await holder.KillAsync();
        await AddOldRowsAsync();
        await _database.WaitUntilNoneAsync("otp_sends", TimeSpan.FromSeconds(30));
        Assert.That(() => other.Output, Does.Contain(Taken).After(10_000, 50));
    }

    [Test]
    public async Task The_command_removes_old_audit_events_and_says_how_many()
    {
        await _database.ExecuteAsync("""
            INSERT INTO audit_events (id, at, event, outcome, origin) SELECT gen_random_uuid(), now() - make_interval(days => n), 2001, 0, 0 FROM generate_series(399, 402) n;
            INSERT INTO audit_links (day, number, event_id, hash, key_id) SELECT (at AT TIME ZONE 'UTC')::date, 1, id, '\x00', 'test1' FROM audit_events;
            INSERT INTO audit_days (day, last_number, last_hash, closed_at) SELECT day, number, hash, now() FROM audit_links
            """);

        await using var process = CommandProcess.Start(typeof(Program).Assembly.Location, [("ConnectionStrings:Migrations", _database.OwnerConnectionString)], "purge-audit");
        var end = await process.WaitAsync();

        Assert.That(end.ExitCode, Is.Zero, end.Output + end.Errors);
        Assert.That(end.Output, Does.StartWith("2 audit events from before"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_refresh_token_that_is_forgotten_is_unknown_and_one_that_is_remembered_ends_the_session()
    {
        var clock = new FakeClock();
        await using var host = await ServiceHost.StartAsync(clock, ("Sessions:IdleSeconds", "3600"), ("CleanUp:RefreshTokenDays", "1"), ("CleanUp:IntervalSeconds", "1"));
        var (api, email) = (host.Client(), AuthApi.NewEmail());
        (await api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var tokens = new List<string> { (await api.LogInAsync(email)).Expect(HttpStatusCode.OK)["refreshToken"]! };
        for (var hour = 0; hour < 27; hour++)
        {
            clock.Advance(TimeSpan.FromMinutes(59));
            tokens.Add((await api.RefreshAsync(tokens[^1])).Expect(HttpStatusCode.OK)["refreshToken"]!);
        }

        await host.Database.WaitUntilNoneAsync($"refresh_tokens WHERE expires_at < '{clock.GetUtcNow().AddDays(-1):O}'");

        (await api.RefreshAsync(tokens[0])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        tokens.Add((await api.RefreshAsync(tokens[^1])).Expect(HttpStatusCode.OK)["refreshToken"]!);
        (await api.RefreshAsync(tokens[^4])).Expect(HttpStatusCode.Unauthorized, "refresh_token_reused");
        (await api.RefreshAsync(tokens[^1])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    private Task<int> AddOldRowsAsync() =>
        _database.ExecuteAsync("INSERT INTO otp_sends (number_key, lane, sequence, sent_at) SELECT decode(md5(n::text), 'hex'), 1, n, now() - interval '31 days' FROM generate_series(1, 2500) n");

    private Task<ServiceProcess> StartNodeAsync() =>
        ServiceProcess.StartAsync(typeof(Program).Assembly.Location, [.. ProductionSettings.Of(_database, _plivo.BaseUrl, _masterKey), ("CleanUp:IntervalSeconds", "1")]);
}
