using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Tests.CleanUp;
using CleanAuth.Infrastructure.Tests.Security;
using CleanAuth.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Tests.Auditing;

/// <summary>Every filter is answered from an index, on the first page and on a later one: the trail grows for 400 days.</summary>
public sealed class AuditPlans
{
    private const int Rows = 60_000;

    private static readonly DateTimeOffset s_begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly AccountId s_account = new(new Guid("00000000-0000-0000-0000-000000000007"));
    private static readonly AuditFilter s_all = new(null, null, null, null, null, null);

    private TestDatabase _database;
    private CleanUpNode _node;

    private static IEnumerable<TestCaseData> Filters() =>
    [
        new(s_all) { TestName = "all" },
        new(s_all with { Account = s_account }) { TestName = "account" },
        new(s_all with { Administrator = s_account }) { TestName = "administrator" },
        new(s_all with { Event = SecurityEvent.FactorsReset }) { TestName = "rare event" },
        new(s_all with { Event = SecurityEvent.LoginSucceeded }) { TestName = "frequent event" },
        new(s_all with { Outcome = AuditOutcome.Refused }) { TestName = "refused" },
        new(s_all with { Outcome = AuditOutcome.Failed }) { TestName = "failed" },
        new(s_all with { Outcome = AuditOutcome.Succeeded }) { TestName = "succeeded" },
        new(s_all with { From = s_begin.AddHours(3), To = s_begin.AddHours(4) }) { TestName = "period" },
        new(s_all with { Account = s_account, Event = SecurityEvent.LoginFailed, Outcome = AuditOutcome.Failed, From = s_begin }) { TestName = "everything" },
    ];

    [OneTimeSetUp]
    public async Task Start()
    {
        _database = await TestDatabase.CreateAsync();
        _node = new CleanUpNode(_database.ConnectionString, new ManualTime(s_begin));
        await _database.ExecuteAsync($"""
            INSERT INTO audit_events (id, at, event, outcome, origin, account_id, administrator_id)
            SELECT gen_random_uuid(), '2026-01-01Z'::timestamptz + n * interval '1 second',
                CASE WHEN n % 5000 = 0 THEN 8007 WHEN n % 10 = 0 THEN 2002 WHEN n % 1000 = 1 THEN 2003 ELSE 2001 END,
                CASE WHEN n % 5000 = 0 THEN 0 WHEN n % 10 = 0 THEN 1 WHEN n % 1000 = 1 THEN 2 ELSE 0 END, 0,
                lpad((n % 2000)::text, 32, '0')::uuid, CASE WHEN n % 500 = 7 THEN lpad((n % 100)::text, 32, '0')::uuid END
            FROM generate_series(1, {Rows}) n;
            ANALYZE audit_events
            """);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? default);
    }

    [TestCaseSource(nameof(Filters))]
    public async Task A_page_is_read_from_an_index(object filter)
    {
        foreach (var after in new PagePosition?[] { null, new PagePosition(s_begin.AddHours(8), Guid.Empty) })
        {
            var plan = await PlanAsync((AuditFilter)filter, new PageRequest(after, 50));
            Assert.That(plan, Does.Contain("Index").And.Not.Contain("Seq Scan"), plan);
        }
    }

    private Task<string> PlanAsync(AuditFilter filter, PageRequest asked) => _node.InScopeAsync<AuthDbContext, string>(async db =>
    {
        await using var command = new AuditLog(db).OneMore(filter, asked).CreateDbCommand();
        command.CommandText = $"EXPLAIN {command.CommandText}";
        await db.Database.OpenConnectionAsync();
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines);
    });
}
