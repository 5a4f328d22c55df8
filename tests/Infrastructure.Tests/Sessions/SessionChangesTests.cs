using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Sessions.Caching;
using CleanAuth.Infrastructure.Tests.Spend;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Tests.Sessions;

/// <summary>Whatever this node changes about a session or its account is forgotten, by whatever statement, without anybody asking for it.</summary>
public sealed class SessionChangesTests
{
    private SpendNode _node;

    [OneTimeSetUp]
    public async Task Start() => _node = await SpendNode.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _node?.DisposeAsync() ?? default;

    private static IEnumerable<TestCaseData> Changes() => new (string What, Func<AuthDbContext, Session, Task> Change)[]
    {
        ("an update by the session's id", (db, session) => db.Sessions.Where(s => s.Id == session.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, SpendNode.Now))),
        ("an update by the account's id", (db, session) => db.Sessions.Where(s => s.AccountId == session.Account.Value).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, SpendNode.Now))),
        ("an update by a list of ids", (db, session) =>
        {
            List<Guid> ids = [session.Id.Value];
            return db.Sessions.Where(s => ids.Contains(s.Id)).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, SpendNode.Now));
        }),
        ("an update by age, which names nobody", (db, _) => db.Sessions.Where(s => s.CreatedAt <= SpendNode.Now).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, SpendNode.Now))),
        ("SQL", (db, _) => db.Database.ExecuteSqlAsync($"UPDATE sessions SET ended_at = {SpendNode.Now}")),
        ("a change of the account", (db, session) => db.Users.Where(u => u.Id == session.Account.Value).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, SpendNode.Now))),
        ("a change of a row", async (db, session) =>
        {
            (await db.Sessions.SingleAsync(s => s.Id == session.Id.Value)).EndedAt = SpendNode.Now;
            await db.SaveChangesAsync();
        }),
        ("a deletion", async (db, session) =>
        {
            await db.RefreshTokens.Where(t => t.SessionId == session.Id.Value).ExecuteDeleteAsync();
            await db.Sessions.Where(s => s.Id == session.Id.Value).ExecuteDeleteAsync();
        }),
    }.Select(change => new TestCaseData(change.Change).SetArgDisplayNames(change.What));

    [TestCaseSource(nameof(Changes))]
    public async Task Is_forgotten_at_once(object change)
    {
        var session = await OpenAsync();
        Assert.That(await FindAsync(session), Is.Not.Null);
        Assert.That(await IsKnownAsync(session), Is.True);

        await _node.InScopeAsync<AuthDbContext>(db => ((Func<AuthDbContext, Session, Task>)change)(db, session));

        Assert.That(await IsKnownAsync(session), Is.False);
        Assert.That(await FindAsync(session), Is.Null);
    }

    [Test]
    public async Task What_is_read_between_a_change_and_its_commit_is_forgotten_with_the_commit()
    {
        var session = await OpenAsync();

        await _node.InScopeAsync<AuthDbContext>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Sessions.Where(s => s.Id == session.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, SpendNode.Now));
            Assert.That(await FindAsync(session), Is.Not.Null, "it still lives");
            Assert.That(await IsKnownAsync(session), Is.True);
            await transaction.CommitAsync();
        });

        Assert.That(await FindAsync(session), Is.Null);
    }

    [Test]
    public async Task Reading_and_holding_forget_nothing()
    {
        var session = await OpenAsync();
        await FindAsync(session);

        await _node.InScopeAsync<IAccounts>(accounts => accounts.HoldAsync(session.Account, CancellationToken.None));
        await _node.InScopeAsync<ISessions>(sessions => sessions.FindLiveAsync(session.Id, session.Account, SpendNode.Now, CancellationToken.None));

        Assert.That(await IsKnownAsync(session), Is.True);
    }

    private async Task<Session> OpenAsync()
    {
        var account = new AccountId(Guid.CreateVersion7());
        var session = new Session(new SessionId(Guid.CreateVersion7()), account, AuthenticationMethods.Password, SpendNode.Now, SpendNode.Now.AddDays(90));
        await _node.InScopeAsync<IAccounts>(accounts => accounts.CreateAsync(
            new NewAccount(account, EmailAddress.Parse($"someone.{account.Value:N}@example.com"), null, null, SpendNode.Now), new PasswordHash("none"), CancellationToken.None));
        await _node.InScopeAsync<ISessions>(sessions => sessions.OpenAsync(session, OpaqueToken.Generate(), Source.None, SpendNode.Now, CancellationToken.None));
        return session;
    }

    private Task<LiveSession?> FindAsync(Session session) =>
        _node.InScopeAsync<ISessions, LiveSession?>(sessions => sessions.FindLatelyLiveAsync(session.Id, session.Account, SpendNode.Now, CancellationToken.None));

    private Task<bool> IsKnownAsync(Session session) =>
        _node.InScopeAsync<SessionCache, bool>(cache => Task.FromResult(cache.Find(session.Id, session.Account, SpendNode.Now) is not null));
}
