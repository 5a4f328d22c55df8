using System.Net;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>The command <c>audit verify</c> beside nodes that work, with the run-time account.</summary>
public sealed class VerifyingTheAudit
{
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
    public async Task Fifty_parallel_log_ins_over_two_nodes_give_one_unbroken_chain()
    {
        await using var first = await ServiceHost.StartAsync();
        await using var second = first.StartAnother();
        AuthApi[] apis = [first.Client(), second.Client()];
        var emails = Enumerable.Range(0, 10).Select(_ => AuthApi.NewEmail()).ToList();
        foreach (var email in emails)
        {
            (await apis[0].SignUpAsync(email)).Expect(HttpStatusCode.Created);
        }

        var answers = await AtOnce.SendAsync(50, i => apis[i % 2].LogInAsync(emails[i % 10]));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        await first.Database.WaitUntilNoneAsync("audit_queue");
        var events = await first.Database.ReadAsync<long>("SELECT count(*) FROM audit_events");
        Assert.That(events, Is.GreaterThanOrEqualTo(60));
        var output = new StringWriter();
        Assert.That(await AuditVerification.RunAsync(second.Services, ["verify"], output), Is.Zero, $"{output}");
        Assert.That($"{output}", Does.Contain($"{events} events in ").And.Contain(" 0 events not linked yet.").And.Contain("The audit trail is whole."));
    }

    [Test]
    public async Task The_head_of_a_day_that_is_over_is_in_the_log()
    {
        await using var host = await ServiceHost.StartAsync();
        (await host.Client().SignUpAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Created);
        await host.Database.WaitUntilNoneAsync("audit_queue");
        var (day, head) = (host.Clock.GetUtcNow(), await host.Database.ReadAsync<string>("SELECT encode(last_hash, 'hex') FROM audit_days ORDER BY day DESC LIMIT 1"));

        host.Clock.Advance(TimeSpan.FromDays(1));
        (await host.Client().SignUpAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Created);

        Assert.That(() => string.Join('\n', host.Logs.Lines), Does.Contain($"The audit day {day:yyyy-MM-dd} is closed: ").And.Contain($"head {head}").After(30_000, 50));
        Assert.That(host.Logs.Lines, Has.None.Contains("The audit day 2000-01-01"), "where the chain begins is no day");
    }

    [TestCase("verify", "--head")]
    [TestCase("verify", "--head", "abc")]
    [TestCase("prove")]
    public async Task The_command_says_how_to_use_it(params string[] args)
    {
        var output = new StringWriter();
        Assert.That(await AuditVerification.RunAsync(null!, args, output), Is.EqualTo(1));
        Assert.That($"{output}", Does.StartWith("Usage: audit verify"));
    }

    [Test]
    public async Task The_command_names_what_was_removed_by_its_id_alone_and_ends_with_1()
    {
        await using (var node = await StartNodeAsync())
        {
            var api = new AuthApi(_plivo, new HttpClient { BaseAddress = node.BaseAddress });
            (await api.SignUpAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Created);
            await _database.WaitUntilNoneAsync("audit_queue");
        }

        var id = await _database.ReadAsync<Guid>("SELECT id FROM audit_events WHERE event = 1001");
        await _database.ExecuteAsync("DELETE FROM audit_events WHERE event = 1001");

        var end = await VerifyAsync();
        Assert.That(end.ExitCode, Is.EqualTo(1), end.Output + end.Errors);
        Assert.That(end.Output, Does.Contain($"event {id} (number ").And.Contain("was removed").And.Contain("1 findings."));
    }

    private async Task<CommandEnd> VerifyAsync()
    {
        await using var process = CommandProcess.Start(typeof(Program).Assembly.Location, Settings, "audit", "verify");
        return await process.WaitAsync();
    }

    private IEnumerable<(string Setting, string Value)> Settings => ProductionSettings.Of(_database, _plivo.BaseUrl, _masterKey);

    private Task<ServiceProcess> StartNodeAsync() => ServiceProcess.StartAsync(typeof(Program).Assembly.Location, Settings);
}
