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

        Assert.That(await PurgeAsync(_database.OwnerConnectionString, output, ("CleanUp:BatchRows", "10")), Is.Zero);

        Assert.That(output.ToString().Trim(), Is.EqualTo("25 audit events from before 2025-05-11 were removed."));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(6));
    }

    [Test]
    public async Task The_service_itself_has_no_right_to_it()
    {
        await AddAsync("2020-01-01Z", 1);

        Assert.That(() => PurgeAsync(_database.ConnectionString, TextWriter.Null), Throws.InstanceOf<PostgresException>().With.Property("SqlState").EqualTo("42501"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(1));
    }

    [TestCase("29")]
    [TestCase("3651")]
    public async Task A_time_out_of_range_removes_nothing(string days)
    {
        await AddAsync("2020-01-01Z", 1);
        var output = new StringWriter();

        Assert.That(await PurgeAsync(_database.OwnerConnectionString, output, ("CleanUp:AuditDays", days)), Is.EqualTo(1));

        Assert.That(output.ToString(), Does.Contain("CleanUp:AuditDays"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM audit_events"), Is.EqualTo(1));
    }

    private static Task<int> PurgeAsync(string connection, TextWriter output, params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Migrations"] = connection })
            .AddInMemoryCollection(settings.Select(set => KeyValuePair.Create<string, string?>(set.Setting, set.Value))).Build();
        return AuditPurge.RunAsync(configuration, s_time, output);
    }

    private Task<int> AddAsync(string at, int count) =>
        _database.ExecuteAsync($"INSERT INTO audit_events (id, at, event) SELECT gen_random_uuid(), '{at}', 2001 FROM generate_series(1, {count})");
}
