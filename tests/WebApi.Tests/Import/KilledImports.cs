using CleanAuth.TestKit;
using CleanAuth.WebApi.Tests.Hosting;
using Npgsql;

namespace CleanAuth.WebApi.Tests.Import;

/// <summary>A process that is killed with SIGKILL while it imports leaves whole accounts only, and the next one brings the rest.</summary>
public sealed class KilledImports
{
    private const int People = 2_300;

    private TestDatabase _database;

    [SetUp]
    public async Task Start() => _database = await TestDatabase.CreateAsync();

    [TearDown]
    public ValueTask Stop() => _database?.DisposeAsync() ?? default;

    [Test]
    public async Task Killed_between_two_batches_it_is_carried_on_by_the_same_command()
    {
        var lines = Lines.Many(People);
        await using (var killed = Start("import", "-"))
        {
            await WriteAsync(killed, lines[..1_200]);
            await _database.WaitUntilNoneAsync("(SELECT count(*) AS n FROM accounts) now WHERE n < 1000", TimeSpan.FromSeconds(60));
            await killed.KillAsync();
        }

        Assert.That(await CountAsync(), Is.EqualTo("1000 1000 1000"));
        await AssertRestIsImportedAsync(lines, before: 1_000);
    }

    [Test]
    public async Task Killed_between_accounts_and_their_audit_events_it_leaves_neither()
    {
        var lines = Lines.Many(People);
        await using var source = NpgsqlDataSource.Create(_database.OwnerConnectionString);
        await using (var holder = await source.OpenConnectionAsync())
        await using (var transaction = await holder.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("LOCK TABLE audit_events IN SHARE MODE", holder);
            await hold.ExecuteNonQueryAsync();
            await using var killed = Start("import", "-");
            await WriteAsync(killed, lines[..550]);
            await _database.WaitUntilNoneAsync(
                "(SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') now WHERE n = 0", TimeSpan.FromSeconds(60));
            await killed.KillAsync();
        }

        await _database.WaitUntilNoneAsync("pg_stat_activity WHERE datname = current_database() AND usename LIKE '%_app'");
        Assert.That(await CountAsync(), Is.EqualTo("0 0 0"));
        await AssertRestIsImportedAsync(lines, before: 0);
    }

    [Test]
    public async Task A_database_that_goes_away_meanwhile_is_told_and_the_rest_comes_the_next_time()
    {
        var lines = Lines.Many(People);
        await using var cut = Start("import", "-");
        await WriteAsync(cut, lines[..1_200]);
        await _database.WaitUntilNoneAsync("(SELECT count(*) AS n FROM accounts) now WHERE n < 1000", TimeSpan.FromSeconds(60));
        await _database.WaitUntilNoneAsync("pg_stat_activity WHERE datname = current_database() AND usename LIKE '%_app' AND state <> 'idle'");
        await _database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE '%_app'");
        await WriteAsync(cut, lines[1_200..1_500]);
        var end = await cut.WaitAsync();

        Assert.That((end.ExitCode, end.Output.Trim()), Is.EqualTo((1, "imported 1000, already there 0, refused 0")), end.Errors);
        Assert.That(end.Errors, Does.Contain("The database does not answer. Import the same lines again: those that are in are left as they are."));
        await AssertRestIsImportedAsync(lines, before: 1_000);
    }

    private async Task AssertRestIsImportedAsync(string[] lines, int before)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines);
            await using var next = Start("import", file);
            var end = await next.WaitAsync();
            Assert.That((end.ExitCode, end.Output.Trim()), Is.EqualTo((0, $"imported {People - before}, already there {before}, refused 0")), end.Errors);
        }
        finally
        {
            File.Delete(file);
        }

        Assert.That(await CountAsync(), Is.EqualTo($"{People} {People} {People}"));
    }

    /// <summary>Accounts, audit events of an import, and accounts that have exactly one of them.</summary>
    private Task<string> CountAsync() => _database.ReadAsync<string>("""
        SELECT (SELECT count(*) FROM accounts) || ' ' || (SELECT count(*) FROM audit_events WHERE event = 1009) || ' '
            || (SELECT count(*) FROM accounts WHERE (SELECT count(*) FROM audit_events WHERE account_id = accounts.id AND event = 1009) = 1)
        """);

    private CommandProcess Start(params string[] command) =>
        CommandProcess.Start(typeof(Program).Assembly.Location, ProductionSettings.Of(_database, "https://localhost:1", ProductionSettings.NewMasterKey()), command);

    private static async Task WriteAsync(CommandProcess command, string[] lines)
    {
        foreach (var line in lines)
        {
            await command.Input.WriteLineAsync(line);
        }

        await command.Input.FlushAsync();
    }
}
