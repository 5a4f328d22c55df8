using System.Collections.Concurrent;
using System.Security.Cryptography;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CleanAuth.TestKit;

/// <summary>
/// A fresh database with all migrations on the real server that <c>CLEANAUTH_TEST_POSTGRES</c> names; dropped at the end. Without a server a
/// test is skipped on a laptop and fails on CI.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Variable = "CLEANAUTH_TEST_POSTGRES";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);
    private static readonly string s_process = $"cleanauth_test_{Environment.ProcessId}_{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private static readonly string s_password = RandomNumberGenerator.GetHexString(32);
    private static readonly SemaphoreSlim s_gate = new(1, 1);
    private static bool s_templateMade;
    private static readonly ConcurrentDictionary<string, bool> s_left = new();
    private static int s_count;

    private readonly string _name;
    private readonly NpgsqlDataSource _owner;

    private TestDatabase(string name) => (_name, _owner) = (name, NpgsqlDataSource.Create(Connect(name)));

    /// <summary>As the service's run-time account, which may not alter tables.</summary>
    public string ConnectionString => Connect(_name, Runtime, s_password);

    /// <summary>As the owner of the tables, for what a test looks up or arranges behind the service's back.</summary>
    public string OwnerConnectionString => Connect(_name);

    private static string Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server ? server : NoServer();

    private static string Runtime => $"{s_process}_app";

    private static string Template => $"{s_process}_template";

    public static async Task<TestDatabase> CreateAsync()
    {
        _ = Server;
        await s_gate.WaitAsync();
        try
        {
            await MakeTemplateAsync();
            var name = $"{s_process}_{++s_count}";
            await OnServerAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
            s_left[name] = true;
            return new TestDatabase(name);
        }
        finally
        {
            s_gate.Release();
        }
    }

    /// <summary>As <see cref="CreateAsync"/>, but sorting as a language does (ICU) and not by bytes, as a customer's may.</summary>
    public static async Task<TestDatabase> CreateSortedByLanguageAsync(string language)
    {
        var database = await CreateAsync();
        await OnServerAsync($"DROP DATABASE {database._name}");
        await OnServerAsync($"CREATE DATABASE {database._name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '{language}'");
        await MigrateAsync(database._name);
        return database;
    }

    /// <summary>What a test process leaves: the template, the role, and the databases of fixtures whose teardown failed. Called once, at the end of the assembly.</summary>
    public static async Task RemoveTemplateAsync()
    {
        if (s_templateMade)
        {
            foreach (var database in s_left.Keys.Append(Template))
            {
                await OnServerAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            }

            await OnServerAsync($"DROP ROLE IF EXISTS {Runtime}");
        }
    }

    /// <summary>Runs one statement as the owner and gives the number of rows that it changed.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one value that a query gives, read as the owner.</summary>
    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Returns when <paramref name="rows"/> (a table and a condition) are none any more.</summary>
    /// <param name="patience">15 s unless given; only a failing test waits that long.</param>
    public async Task WaitUntilNoneAsync(string rows, TimeSpan? patience = null)
    {
        await using var count = _owner.CreateCommand($"SELECT count(*) FROM {rows}");
        using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(15));
        while (await count.ExecuteScalarAsync() is long left and > 0)
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException($"Still {left} {rows}.");
            }

            // Asked without a pause, the database would be busy with the question, and not with what is waited for.
            await Task.Delay(s_pause);
        }
    }

    /// <summary>Runs <paramref name="hold"/> in a transaction, waits until the service waits for a lock of it, then runs <paramref name="change"/> and commits.</summary>
    /// <param name="requests">How many wait at least.</param>
    public async Task ChangeWhileItWaitsAsync(string hold, Func<Task> start, string change, int requests = 1)
    {
        await using var connection = await _owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, hold);
        await start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await using var waiting = _owner.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        while (await waiting.ExecuteScalarAsync() is long some && some < requests)
        {
            await Task.Delay(s_pause, patience.Token);
        }

        await RunAsync(connection, change);
        await transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await OnServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        s_left.TryRemove(_name, out _);
    }

    private static async Task MakeTemplateAsync()
    {
        if (s_templateMade)
        {
            return;
        }

        await OnServerAsync($"CREATE ROLE {Runtime} LOGIN PASSWORD '{s_password}'");
        await OnServerAsync($"CREATE DATABASE {Template}");
        s_templateMade = true;
        await MigrateAsync(Template);
    }

    private static async Task MigrateAsync(string database)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Migrations"] = Connect(database),
            ["ConnectionStrings:Default"] = Connect(database, Runtime, s_password),
        }).Build();
        await DatabaseMigration.RunAsync(configuration, TextWriter.Null);
        NpgsqlConnection.ClearAllPools();
    }

    private static string Connect(string database, string? user = null, string? password = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(Server) { Database = database };
        if (user is not null)
        {
            (connection.Username, connection.Password) = (user, password);
        }

        return connection.ConnectionString;
    }

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string NoServer()
    {
        var reason = $"{Variable} is not set: ./dev test sets it to a private PostgreSQL.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
        return "";
    }
}
