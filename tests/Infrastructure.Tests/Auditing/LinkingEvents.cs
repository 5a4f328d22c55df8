using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Tests.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CleanAuth.Infrastructure.Tests.Auditing;

/// <summary>Many nodes, killed nodes, late events, new keys and old days: the chain goes on.</summary>
public sealed class LinkingEvents
{
    private AuditedDays _days;

    [SetUp]
    public async Task Start() => _days = await AuditedDays.CreateAsync();

    [TearDown]
    public ValueTask Stop() => _days?.DisposeAsync() ?? default;

    [Test]
    public async Task Many_nodes_that_link_at_once_make_one_unbroken_chain([Range(1, 3)] int round)
    {
        var nodes = Enumerable.Range(0, 8).Select(_ => _days.NewNode(_days.MasterKey)).ToList();
        await _days.Database.ExecuteAsync($"""
            INSERT INTO audit_events (id, at, event, outcome, origin)
                SELECT gen_random_uuid(), '2026-06-17 23:59:50Z'::timestamptz + n * interval '10 ms', 2001, 0, 0 FROM generate_series(1, 3000) n;
            INSERT INTO audit_queue SELECT id FROM audit_events e WHERE NOT EXISTS (SELECT FROM audit_links WHERE event_id = e.id)
            """);

        await Task.WhenAll(nodes.Select(node => Task.Run(() => AuditedDays.SealAsync(node))));

        var (findings, verdict) = await AuditedDays.VerifyAsync(_days.Node);
        Assert.That(findings, Is.Empty, $"round {round}");
        Assert.That((verdict.Events, verdict.Days, verdict.Waiting), Is.EqualTo((3009L, 4, 0)));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Test]
    public async Task A_node_that_is_killed_while_it_links_leaves_nothing_broken()
    {
        await _days.RecordAsync(5);
        await using var other = NpgsqlDataSource.Create(_days.Database.OwnerConnectionString);
        await using (var holder = await other.OpenConnectionAsync())
        await using (var transaction = await holder.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("LOCK TABLE audit_links IN SHARE MODE", holder);
            await hold.ExecuteNonQueryAsync();
            var linking = AuditedDays.SealAsync(_days.Node);
            await using var kill = other.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
            while (await kill.ExecuteScalarAsync() is 0L)
            {
            }

            Assert.That(() => linking, Throws.Exception);
        }

        Assert.That((await AuditedDays.VerifyAsync(_days.Node)).Verdict.Waiting, Is.EqualTo(5));
        Assert.That(await _days.FindAsync(), Is.Empty);
        await AuditedDays.SealAsync(_days.Node);
        Assert.That(await _days.FindAsync(), Is.Empty);
        Assert.That(await _days.Database.ReadAsync<int>("SELECT last_number FROM audit_days WHERE day = '2026-06-17'"), Is.EqualTo(8));
    }

    [Test]
    public async Task An_event_that_cannot_wait_for_its_link_is_not_stored_either()
    {
        await _days.Database.ExecuteAsync("ALTER TABLE audit_queue ADD CONSTRAINT none CHECK (false) NOT VALID");

        Assert.That(() => _days.RecordAsync(1), Throws.InstanceOf<DbUpdateException>());

        Assert.That(await _days.Database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(9));
        Assert.That(await _days.FindAsync(), Is.Empty);
    }

    [Test]
    public async Task An_event_that_comes_after_its_day_was_closed_is_in_the_chain_of_the_next_one()
    {
        _days.Time.Now -= TimeSpan.FromDays(1);
        await _days.RecordAsync(1);
        await AuditedDays.SealAsync(_days.Node);

        Assert.That(await _days.FindAsync(), Is.Empty);
        Assert.That(await _days.Database.ReadAsync<int>("SELECT last_number FROM audit_days WHERE day = '2026-06-17'"), Is.EqualTo(4));
    }

    [Test]
    public async Task If_the_master_key_of_an_old_day_is_in_PreviousMasterKeys_it_still_verifies()
    {
        var newKey = TestKeys.NewMasterKey("test2");
        await _days.RecordAsync(2);
        await using var changed = _days.NewNode(newKey, _days.MasterKey);
        await AuditedDays.SealAsync(changed);

        Assert.That(await AuditedDays.FindAsync(changed), Is.Empty);
        await using var forgetful = _days.NewNode(newKey);
        Assert.That(await AuditedDays.FindAsync(forgetful), Has.Count.EqualTo(9).And.All.Contains("its master key is not among Security:PreviousMasterKeys"));
    }

    [Test]
    public async Task After_a_purge_the_days_that_are_left_still_verify_and_a_missing_one_still_shows()
    {
        _days.Time.Now = new DateTimeOffset(2026, 6, 17, 12, 0, 0, TimeSpan.Zero).AddDays(400);
        await PurgeAsync();

        var (findings, verdict) = await AuditedDays.VerifyAsync(_days.Node);
        Assert.That(findings, Is.Empty);
        Assert.That((verdict.Events, verdict.Days, verdict.Purged), Is.EqualTo((3L, 1, 2)));

        await _days.Database.ExecuteAsync("DELETE FROM audit_days WHERE day = '2026-06-16'");
        Assert.That(await _days.FindAsync(), Has.Count.EqualTo(1).And.All.Contains("its day does not continue the day before"));
    }

    [Test]
    public async Task The_head_of_a_purged_day_is_still_known()
    {
        var head = await _days.HeadAsync(AuditedDays.FirstDay);
        _days.Time.Now = new DateTimeOffset(2026, 6, 17, 12, 0, 0, TimeSpan.Zero).AddDays(400);
        await PurgeAsync();

        Assert.That(await _days.FindAsync(head), Is.Empty);
    }

    [TestCase("UPDATE audit_events SET reason = NULL")]
    [TestCase("DELETE FROM audit_events")]
    [TestCase("UPDATE audit_links SET number = number")]
    [TestCase("DELETE FROM audit_links")]
    [TestCase("DELETE FROM audit_days")]
    [TestCase("UPDATE audit_queue SET event_id = event_id")]
    [TestCase("TRUNCATE audit_events")]
    [TestCase("TRUNCATE audit_links")]
    public async Task The_service_s_own_account_may_not(string statement)
    {
        await using var service = NpgsqlDataSource.Create(_days.Database.ConnectionString);
        await using var command = service.CreateCommand(statement);

        Assert.That(() => command.ExecuteNonQueryAsync(), Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
    }

    private async Task PurgeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["ConnectionStrings:Migrations"] = _days.Database.OwnerConnectionString }).Build();
        Assert.That(await AuditPurge.RunAsync(configuration, _days.Time, TextWriter.Null), Is.Zero);
    }
}
