using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Sessions.Caching;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Sessions;

internal sealed class SessionStore(AuthDbContext db, RefreshTokens refreshTokens, SessionCache cache, SessionPolicy policy) : ISessions
{
    public Task OpenAsync(Session session, OpaqueToken refreshToken, Source source, DateTimeOffset now, CancellationToken ct)
    {
        db.Sessions.Add(new SessionRow
        {
            Id = session.Id.Value,
            AccountId = session.Account.Value,
            Methods = session.Methods.ToString(),
            Device = DeviceName.Of(source.UserAgent),
            Network = source.Network,
            CreatedAt = now,
            AuthenticatedAt = session.AuthenticatedAt,
            LastUsedAt = now,
            EndsAt = session.EndsAt,
        });
        refreshTokens.Add(session, refreshToken, now);
        return db.SaveUnlessInTransactionAsync(ct);
    }

    public async Task<LiveSession?> FindLiveAsync(SessionId id, AccountId account, DateTimeOffset now, CancellationToken ct) =>
        await db.Live(id.Value, policy, now).AsNoTracking().Where(s => s.AccountId == account.Value)
            .Select(s => new { Row = s, s.Account!.TotpFactorEnabled, s.Account.SmsFactorEnabled, s.Account.PhoneChangedAt, s.Account.Role }).SingleOrDefaultAsync(ct) is { } found
            ? new LiveSession(found.Row.ToSession(), found.TotpFactorEnabled, found.SmsFactorEnabled, !Account.IsYoungNumber(found.PhoneChangedAt, now), found.Role)
            : null;

    public async Task<LiveSession?> FindLatelyLiveAsync(SessionId id, AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        if (cache.Find(id, account, now) is { } known)
        {
            return known;
        }

        var changes = cache.Changes;
        var read = await FindLiveAsync(id, account, now, ct);
        if (read is not null)
        {
            cache.Keep(read, now, changes);
        }

        return read;
    }

    public async Task<SessionCount> CountAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        var open = db.Open(account.Value, policy, now);
        return await db.Sessions.Where(s => s.AccountId == account.Value).GroupBy(s => s.AccountId)
            .Select(all => new SessionCount(open.Count(), all.Max(s => s.CreatedAt))).SingleOrDefaultAsync(ct) ?? new SessionCount(0, LastOpenedAt: null);
    }

    public async Task<Page<OpenSession>> ListAsync(AccountId account, PageRequest page, DateTimeOffset now, CancellationToken ct)
    {
        var open = db.Open(account.Value, policy, now);
        if (page.After is var (at, id))
        {
            open = open.Where(s => s.LastUsedAt < at || (s.LastUsedAt == at && s.Id < id));
        }

        var rows = await open.AsNoTracking().OrderByDescending(s => s.LastUsedAt).ThenByDescending(s => s.Id).Take(page.Size + 1).ToListAsync(ct);
        return Page<OpenSession>.Of([.. rows.Select(row => row.ToOpenSession())], page, session => new PagePosition(session.LastUsedAt, session.Id.Value));
    }

    public async Task<Session?> RenewAsync(SessionId id, AuthenticationMethods methods, DateTimeOffset now, CancellationToken ct)
    {
        var stored = methods.ToString();
        var renewed = await db.Live(id.Value, policy, now).ExecuteUpdateAsync(set => set.SetProperty(s => s.AuthenticatedAt, now).SetProperty(s => s.Methods, stored), ct);
        return renewed == 1 ? (await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == id.Value, ct)).ToSession() : null;
    }

    public Task<Result<RotatedSession>> RotateAsync(OpaqueToken presented, Source source, DateTimeOffset now, CancellationToken ct) =>
        refreshTokens.RotateAsync(presented, source, now, ct);

    public async Task<bool> EndAsync(SessionId id, AccountId owner, SessionEnd reason, DateTimeOffset now, CancellationToken ct) =>
        await EndWhereAsync(db.Sessions.Where(s => s.Id == id.Value && s.AccountId == owner.Value && s.EndsAt > now), reason, now, ct) == 1;

    public async Task<bool> EndOthersAsync(AccountId account, SessionId keep, SessionEnd reason, DateTimeOffset now, CancellationToken ct)
    {
        if (!await db.Live(keep.Value, policy, now).AnyAsync(ct))
        {
            return false;
        }

        await EndWhereAsync(db.Sessions.Where(s => s.AccountId == account.Value && s.Id != keep.Value), reason, now, ct);
        return true;
    }

    public Task EndAllAsync(AccountId account, SessionEnd reason, DateTimeOffset now, CancellationToken ct) =>
        EndWhereAsync(db.Sessions.Where(s => s.AccountId == account.Value), reason, now, ct);

    public async Task<IReadOnlyList<SessionId>> EndOldestAsync(AccountId account, int keep, DateTimeOffset now, CancellationToken ct)
    {
        var oldest = await db.Open(account.Value, policy, now).OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Skip(keep).Select(s => s.Id).ToListAsync(ct);
        if (oldest.Count > 0)
        {
            await EndWhereAsync(db.Sessions.Where(s => s.AccountId == account.Value && oldest.Contains(s.Id)), SessionEnd.TooMany, now, ct);
        }

        return [.. oldest.Select(id => new SessionId(id))];
    }

    public Task<bool> AnyEndedAsync(AccountId account, SessionEnd reason, DateTimeOffset since, CancellationToken ct) =>
        db.Sessions.AnyAsync(s => s.AccountId == account.Value && s.EndReason == reason && s.EndedAt > since, ct);

    public async Task<SessionOwner?> FindByRefreshTokenAsync(OpaqueToken token, CancellationToken ct) =>
        await refreshTokens.FindAsync(token, ct) is { Session: { } session }
            ? new SessionOwner(new SessionId(session.Id), new AccountId(session.AccountId))
            : null;

    private static Task<int> EndWhereAsync(IQueryable<SessionRow> sessions, SessionEnd reason, DateTimeOffset now, CancellationToken ct) =>
        sessions.Where(s => s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndReason, reason), ct);
}
