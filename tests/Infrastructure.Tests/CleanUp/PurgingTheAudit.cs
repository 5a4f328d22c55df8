using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Tests.Security;
using CleanAuth.TestKit;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CleanAuth.Infrastructure.Tests.CleanUp;

/// <summary>The command that removes old audit events, which the service itself cannot.</summary>
public sealed class PurgingTheAudit
{
    private static readonly ManualTime s_time = new(new DateTimeOffset(2026, 6, 15, 13, 0, 0, TimeSpan.Zero));

    private TestDatabase _database;

    [SetUp]
    public async Task Start() => _database = await TestDatabase.CreateAsync();

    [TearDown]
    public ValueTask Stop() => _database?.DisposeAsync() ?? default;

    [Test]
    public async Task Whole_days_go_after_400_days_and_the_day_that_is_not_over_stays()
    {
        // 400 days before 2026-06-15 is 2025-05-11.
        await AddAsync("2025-05-10 23:59:59.999Z", 25);
        await AddAsync("2025-05-11 00:00:00Z", 3);
        await AddAsync("2026-06-15 12:00:00Z", 3);
        var output = new StringWriter();

        Assert.That(await PurgeAsync(_database.OwnerConnectionString, output), Is.Zero);

        Assert.That(output.ToString().Trim(), Is.EqualTo("25 audit events from before 2025-05-11 were removed."));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(6));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_links"), Is.EqualTo(6));
        Assert.That(await _database.ReadAsync<int>("SELECT last_number FROM audit_days WHERE day = '2025-05-10'"), Is.EqualTo(25), "the day's last hash stays");
    }

    [Test]
    public async Task Whole_days_go_after_as_many_days_as_were_configured()
    {
        // 30 days before 2026-06-15 is 2026-05-16.
        await AddAsync("2026-05-15 23:59:59.999Z", 2);
        await AddAsync("2026-05-16 00:00:00Z", 3);
        await AddAsync("2026-06-15 12:00:00Z", 1);
        var output = new StringWriter();

        Assert.That(await PurgeAsync(_database.OwnerConnectionString, output, ("CleanUp:AuditDays", "30")), Is.Zero);

        Assert.That(output.ToString().Trim(), Is.EqualTo("2 audit events from before 2026-05-16 were removed."));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(4));
    }

    [Test]
    public async Task The_day_that_goes_on_stays_however_old_it_is()
    {
        await AddAsync("2020-01-01Z", 3);

        Assert.That(await PurgeAsync(_database.OwnerConnectionString, TextWriter.Null), Is.Zero);

        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(3));
    }

    [Test]
    public async Task The_service_itself_has_no_right_to_it()
    {
        await AddAsync("2020-01-01Z", 1);
        await AddAsync("2020-01-02Z", 1);

        Assert.That(() => PurgeAsync(_database.ConnectionString, TextWriter.Null), Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(2));
    }

    [TestCase("29")]
    [TestCase("3651")]
    public async Task A_time_out_of_range_removes_nothing(string days)
    {
        await AddAsync("2020-01-01Z", 1);
        await AddAsync("2020-01-02Z", 1);
        var output = new StringWriter();

        Assert.That(await PurgeAsync(_database.OwnerConnectionString, output, ("CleanUp:AuditDays", days)), Is.EqualTo(1));

        Assert.That(output.ToString(), Does.Contain("CleanUp:AuditDays"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(2));
    }

    private static Task<int> PurgeAsync(string connection, TextWriter output, params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Migrations"] = connection })
            .AddInMemoryCollection(settings.Select(set => KeyValuePair.Create<string, string?>(set.Setting, set.Value))).Build();
        return AuditPurge.RunAsync(configuration, s_time, output);
    }

    /// <summary>And links them.</summary>
    private async Task AddAsync(string at, int count)
    {
        await _database.ExecuteAsync($"""
            INSERT INTO audit_events (id, at, event, outcome, origin) SELECT gen_random_uuid(), '{at}', 2001, 0, 0 FROM generate_series(1, {count});
            INSERT INTO audit_queue SELECT id FROM audit_events e WHERE NOT EXISTS (SELECT FROM audit_links WHERE event_id = e.id)
            """);
        await using var node = new CleanUpNode(_database.ConnectionString, s_time);
        await Auditing.AuditedDays.SealAsync(node);
    }
}
