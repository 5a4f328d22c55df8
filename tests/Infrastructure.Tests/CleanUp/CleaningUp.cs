using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Tests.Security;
using CleanAuth.TestKit;
using Npgsql;

namespace CleanAuth.Infrastructure.Tests.CleanUp;

/// <summary>After the clock passes each limit the rows are gone, and not before (security-requirements section 17).</summary>
public sealed class CleaningUp
{
    private const int StepFailed = 6102;

    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(3 * 300);

    private readonly ManualTime _time = new(DateTimeOffset.UtcNow);
    private TestDatabase _database;
    private CleanUpNode _node;

    private static IEnumerable<TestCaseData> Kinds => OldRows.All.Select((rows, i) => new TestCaseData(rows).SetArgDisplayNames($"{i} {rows.Step}"));

    [SetUp]
    public async Task Start()
    {
        _time.Now = DateTimeOffset.UtcNow;
        _database = await TestDatabase.CreateAsync();
        await OldRows.ArrangeAsync(_database);
        _node = new CleanUpNode(_database.ConnectionString, _time, ("CleanUp:BatchRows", "10"));
    }

    [TearDown]
    public async Task Stop()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? default);
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task Rows_go_when_their_time_is_over_and_stay_until_then(object kind)
    {
        var rows = (OldRows)kind;
        await rows.AddAsync(_database, _time.Now - rows.Limit + TimeSpan.FromSeconds(1), count: 3);

        Assert.That(await _node.CleanAsync(), Is.True);
        Assert.That(await rows.CountAsync(_database), Is.EqualTo(3), "a second before");

        _time.Now += TimeSpan.FromSeconds(2);
        await _node.CleanAsync();
        Assert.That(await rows.CountAsync(_database), Is.Zero, "a second after");
        Assert.That(_node.Faults, Is.Empty);
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task A_statement_removes_no_more_rows_than_a_batch(object kind)
    {
        var rows = (OldRows)kind;
        await rows.AddAsync(_database, _time.Now - rows.Limit - TimeSpan.FromDays(1), count: 25);

        var removed = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            removed.Add(await _node.RemoveAsync(rows.Of, _time.Now - rows.Limit, most: 10));
        }

        Assert.That(removed, Is.EqualTo(new[] { 10, 10, 5, 0 }));
    }

    [Test]
    public async Task A_round_takes_as_many_batches_as_it_needs()
    {
        foreach (var rows in OldRows.All)
        {
            await rows.AddAsync(_database, _time.Now.AddYears(-2), count: 25);
        }

        await _node.CleanAsync();

        foreach (var rows in OldRows.All)
        {
            Assert.That(await rows.CountAsync(_database), Is.Zero, rows.Step);
        }
    }

    [Test]
    public async Task What_lives_stays_whatever_is_removed_around_it()
    {
        await _database.ExecuteAsync("INSERT INTO refresh_tokens (token_hash, session_id, successor_key_id, issued_at, expires_at) SELECT '\\x01', id, 'k1', now(), now() + interval '14 days' FROM sessions");
        await _database.ExecuteAsync("""
            INSERT INTO outbox_messages (id, channel, phone, state, attempts, price_micros, created_at, due_at, expires_at)
            VALUES (gen_random_uuid(), 1, '+447700900123', 1, 0, 0, '2020-01-01', '2020-01-01', '2020-01-01')
            """);

        await _node.CleanAsync();

        Assert.That(await _database.ReadAsync<long>("SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM sessions) + (SELECT count(*) FROM refresh_tokens)"), Is.EqualTo(3));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM outbox_messages"), Is.EqualTo(1), "nobody finished it yet");
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task A_row_that_somebody_holds_for_long_stops_nothing_but_its_own_removal(object kind)
    {
        var rows = (OldRows)kind;
        await rows.AddAsync(_database, _time.Now - rows.Limit - TimeSpan.FromDays(1), count: 25);
        await using (var holder = NpgsqlDataSource.Create(_database.OwnerConnectionString))
        await using (var connection = await holder.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand($"SELECT FROM {rows.Table} {(rows.Table == "sessions" ? "WHERE methods <> 'live'" : "")} LIMIT 1 FOR UPDATE", connection, transaction);
            await hold.ExecuteNonQueryAsync();

            await _node.CleanAsync();
            Assert.That(await rows.CountAsync(_database), Is.EqualTo(1));
        }

        await _node.CleanAsync();
        Assert.That(await rows.CountAsync(_database), Is.Zero);
        Assert.That(_node.Faults, Is.Empty);
    }

    [Test]
    public async Task One_table_that_cannot_be_cleaned_keeps_no_other_one_waiting()
    {
        await OldRows.All[0].AddAsync(_database, _time.Now.AddYears(-2));
        await OldRows.All[^1].AddAsync(_database, _time.Now.AddYears(-2));
        await _database.ExecuteAsync("ALTER TABLE outbox_messages RENAME TO elsewhere");

        await _node.CleanAsync();

        Assert.That(await OldRows.All[^1].CountAsync(_database), Is.Zero);
        Assert.That(_node.Faults, Is.EqualTo(new[] { StepFailed }));
    }

    [Test]
    public async Task One_node_cleans_until_it_misses_three_rounds_and_then_another_does()
    {
        await using var other = new CleanUpNode(_database.ConnectionString, _time);

        Assert.That((await _node.CleanAsync(), await other.CleanAsync()), Is.EqualTo((true, false)));
        _time.Now += s_lease - TimeSpan.FromSeconds(1);
        Assert.That((await other.CleanAsync(), await _node.CleanAsync()), Is.EqualTo((false, true)), "renewed");
        _time.Now += s_lease;
        Assert.That((await other.CleanAsync(), await _node.CleanAsync()), Is.EqualTo((true, false)), "passed on");
    }

    [Test]
    public async Task A_node_that_loses_its_lease_begins_no_further_batch()
    {
        await OldRows.All[^1].AddAsync(_database, _time.Now.AddYears(-2));
        Assert.That(await _node.CleanAsync(), Is.True);
        await _database.ExecuteAsync($"UPDATE job_leases SET holder = gen_random_uuid(), until = '{_time.Now.AddMinutes(1):O}'");
        await OldRows.All[^1].AddAsync(_database, _time.Now.AddYears(-2));

        Assert.That(await _node.CleanAsync(), Is.False);
        Assert.That(await OldRows.All[^1].CountAsync(_database), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_many_nodes_that_ask_at_once_one_gets_the_job([Range(1, 3)] int round)
    {
        var nodes = Enumerable.Range(0, 20).Select(_ => new CleanUpNode(_database.ConnectionString, _time)).ToList();

        var got = await Task.WhenAll(nodes.Select(node => Task.Run(() =>
            node.InScopeAsync<JobLease, bool>(lease => lease.HoldAsync(JobLeaseRow.CleanUp, _time.Now, s_lease, CancellationToken.None)))));

        Assert.That(got.Count(held => held), Is.EqualTo(1), $"round {round}");
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Test]
    public void Every_step_has_rows_here() =>
        Assert.That(CleanUpStep.All.Select(step => step.Name), Is.EquivalentTo(OldRows.All.Select(rows => rows.Step).Distinct()));
}
