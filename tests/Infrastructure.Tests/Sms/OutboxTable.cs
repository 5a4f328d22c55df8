using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Spend;
using CleanAuth.Infrastructure.Tests.Security;
using CleanAuth.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Sms;

/// <summary>The table of waiting messages on a real server; every call is a node of its own.</summary>
internal sealed class OutboxTable : IAsyncDisposable
{
    /// <summary>Three times the gateway's time-out of 5 s.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    public static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private static readonly byte[] s_text = [1, 2, 3];
    private static readonly MasterKeys s_keys = TestKeys.Master(TestKeys.NewMasterKey("k1"));

    private readonly TestDatabase _database;

    private OutboxTable(TestDatabase database) => _database = database;

    public static async Task<OutboxTable> CreateAsync() => new(await TestDatabase.CreateAsync());

    public Task<int> ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    public Task<List<OutboxMessageRow>> ClaimAsync(DateTimeOffset now, int most = 100) => RunAsync(queue => queue.ClaimAsync(most, now));

    public async Task<OutboxMessageRow> ClaimOneAsync(DateTimeOffset now) => (await ClaimAsync(now)).Single();

    public async Task<T> RunAsync<T>(Func<OutboxQueue, Task<T>> work)
    {
        await using var db = Open();
        var policy = new SpendPolicy();
        var ledger = new SpendLedger(db, new SpendTally(db, new SpendKeys(s_keys, policy), policy));
        return await work(new OutboxQueue(db, ledger, Options.Create(new PlivoOptions())));
    }

    public async Task<OutboxMessageRow> FindAsync(Guid id)
    {
        await using var db = Open();
        return await db.OutboxMessages.AsNoTracking().SingleAsync(m => m.Id == id);
    }

    /// <summary>One message that is due at <see cref="Now"/> for each number, in this order.</summary>
    public async Task<Guid[]> AddAsync(params string[] phones)
    {
        var rows = phones.Select((phone, i) => new OutboxMessageRow
        {
            Id = Guid.CreateVersion7(),
            Channel = OtpChannel.Sms,
            Phone = phone,
            ProtectedText = s_text,
            CreatedAt = Now.AddMilliseconds(i - phones.Length),
            DueAt = Now.AddMilliseconds(i - phones.Length),
            ExpiresAt = Now.AddMinutes(5),
        }).ToList();
        await using var db = Open();
        db.OutboxMessages.AddRange(rows);
        await db.SaveChangesAsync();
        return [.. rows.Select(row => row.Id)];
    }

    public static string[] Phones(int count) => [.. Enumerable.Range(0, count).Select(i => $"+4477009{i:D6}")];

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private PostgresAuthDbContext Open() => new(new DbContextOptionsBuilder<PostgresAuthDbContext>().UseNpgsql(_database.ConnectionString).Options);
}
