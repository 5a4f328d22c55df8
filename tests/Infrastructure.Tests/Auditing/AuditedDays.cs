using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.Tests.CleanUp;
using CleanAuth.Infrastructure.Tests.Security;
using CleanAuth.TestKit;

namespace CleanAuth.Infrastructure.Tests.Auditing;

/// <summary>A database in which something happened on three days, three times on each, and a node that links and verifies when a test says so.</summary>
internal sealed class AuditedDays : IAsyncDisposable
{
    internal const string FirstDay = "2026-06-15";
    internal const string SecondDay = "2026-06-16";
    internal const string LastDay = "2026-06-17";

    private AuditedDays(TestDatabase database, string masterKey)
    {
        (Database, MasterKey) = (database, masterKey);
        Node = NewNode(masterKey);
    }

    internal TestDatabase Database { get; }

    internal string MasterKey { get; }

    internal ManualTime Time { get; } = new(new DateTimeOffset(2026, 6, 15, 13, 0, 0, TimeSpan.Zero));

    internal CleanUpNode Node { get; }

    internal static async Task<AuditedDays> CreateAsync()
    {
        var days = new AuditedDays(await TestDatabase.CreateAsync(), TestKeys.NewMasterKey("test1"));
        for (var day = 0; day < 3; day++)
        {
            await days.RecordAsync(3);
            await SealAsync(days.Node);
            days.Time.Now += TimeSpan.FromDays(day < 2 ? 1 : 0);
        }

        return days;
    }

    /// <summary>Another node on the same database and clock.</summary>
    internal CleanUpNode NewNode(string masterKey, params string[] previous) =>
        new(Database.ConnectionString, Time, [("Security:MasterKey", masterKey), .. previous.Select((key, i) => ($"Security:PreviousMasterKeys:{i}", key))]);

    internal async Task RecordAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Time.Now += TimeSpan.FromSeconds(1);
            await Node.InScopeAsync<IAuditTrail, bool>(async trail =>
            {
                var account = new AccountId(Guid.CreateVersion7(Time.Now));
                await trail.RecordAsync(new AuditEvent(SecurityEvent.AccountDisabled, Time.Now, account) { Administrator = account, Reason = "Ticket 4711" }, default);
                return true;
            });
        }
    }

    /// <summary>Until nothing waits any more.</summary>
    internal static async Task SealAsync(CleanUpNode node)
    {
        while (await node.InScopeAsync<AuditSealer, bool>(sealer => sealer.SealAsync(default)))
        {
        }
    }

    /// <summary>The places that do not fit.</summary>
    internal Task<IReadOnlyList<string>> FindAsync(string? head = null) => FindAsync(Node, head);

    internal static async Task<IReadOnlyList<string>> FindAsync(CleanUpNode node, string? head = null) => (await VerifyAsync(node, head)).Findings;

    internal static async Task<(IReadOnlyList<string> Findings, AuditVerdict Verdict)> VerifyAsync(CleanUpNode node, string? head = null)
    {
        var lines = new List<string>();
        var verdict = await node.InScopeAsync<AuditVerifier, AuditVerdict>(verifier => verifier.VerifyAsync(
            head is null ? null : Convert.FromHexString(head),
            line =>
            {
                lines.Add(line);
                return Task.CompletedTask;
            },
            default));
        return ([.. lines.Where(line => line.StartsWith("FOUND ", StringComparison.Ordinal)).Select(line => line[6..])], verdict);
    }

    internal Task<Guid> EventAsync(string day, int number) => Database.ReadAsync<Guid>($"SELECT event_id FROM audit_links WHERE day = '{day}' AND number = {number}");

    internal Task<string> HeadAsync(string day) => Database.ReadAsync<string>($"SELECT encode(last_hash, 'hex') FROM audit_days WHERE day = '{day}'");

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Database.DisposeAsync();
    }
}
