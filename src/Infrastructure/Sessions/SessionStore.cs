using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Sessions.Tokens;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Sessions;

internal sealed class SessionStore(
    AuthDbContext db, ITransactions transactions, IAuditTrail audit, RefreshSuccessor successors, SessionPolicy policy) : ISessions
{
    public Task OpenAsync(Session session, OpaqueToken refreshToken, DateTimeOffset now, CancellationToken ct)
    {
        db.Sessions.Add(new SessionRow
        {
            Id = session.Id.Value,
            AccountId = session.Account.Value,
            Methods = session.Methods.ToString(),
            CreatedAt = now,
            AuthenticatedAt = session.AuthenticatedAt,
            LastUsedAt = now,
            EndsAt = session.EndsAt,
        });
        AddRefreshToken(session, refreshToken, now);
        return db.SaveUnlessInTransactionAsync(ct);
    }

    public async Task<LiveSession?> FindLiveAsync(SessionId id, AccountId account, DateTimeOffset now, CancellationToken ct) =>
        await Live(id, now).AsNoTracking().Where(s => s.AccountId == account.Value)
            .Select(s => new { Row = s, s.Account!.TotpFactorEnabled, s.Account.SmsFactorEnabled, s.Account.PhoneChangedAt }).SingleOrDefaultAsync(ct) is { } found
            ? new LiveSession(found.Row.ToSession(), found.TotpFactorEnabled, found.SmsFactorEnabled) { SmsStepsUp = !Account.IsYoungNumber(found.PhoneChangedAt, now) }
            : null;

    public async Task<Session?> RenewAsync(SessionId id, AuthenticationMethods methods, DateTimeOffset now, CancellationToken ct)
    {
        var stored = methods.ToString();
        var renewed = await Live(id, now).ExecuteUpdateAsync(set => set.SetProperty(s => s.AuthenticatedAt, now).SetProperty(s => s.Methods, stored), ct);
        return renewed == 1 ? (await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == id.Value, ct)).ToSession() : null;
    }

    public async Task<Result<RotatedSession>> RotateAsync(OpaqueToken presented, int leastLevel, DateTimeOffset now, CancellationToken ct)
    {
        var token = await FindTokenAsync(presented, ct);
        if (token is { SpentAt: null } && token.ExpiresAt > now && successors.Knows(token.SuccessorKeyId))
        {
            var rotated = await transactions.RunAsync(inner => SpendAndReplaceAsync(presented, token, leastLevel, now, inner), ct);
            if (rotated.IsSuccess)
            {
                return rotated;
            }

            // Somebody else was first, or the session ended meanwhile: what the row says now decides.
            token = await FindTokenAsync(presented, ct);
        }

        return token switch
        {
            null or { SpentAt: null } => SessionErrors.TokenInvalid,
            _ when !successors.Knows(token.SuccessorKeyId) => SessionErrors.TokenInvalid,
            { SpentAt: { } spent } when now - spent <= policy.RefreshGrace => await RepeatAsync(presented, token, leastLevel, now, ct),
            _ => await EndFamilyAsync(token, now, ct),
        };
    }

    public async Task<bool> EndAsync(SessionId id, SessionEnd reason, DateTimeOffset now, CancellationToken ct) =>
        await EndWhereAsync(db.Sessions.Where(s => s.Id == id.Value), reason, now, ct) == 1;

    public async Task<bool> EndOthersAsync(AccountId account, SessionId keep, SessionEnd reason, DateTimeOffset now, CancellationToken ct)
    {
        if (!await Live(keep, now).AnyAsync(ct))
        {
            return false;
        }

        await EndWhereAsync(db.Sessions.Where(s => s.AccountId == account.Value && s.Id != keep.Value), reason, now, ct);
        return true;
    }

    public Task EndAllAsync(AccountId account, SessionEnd reason, DateTimeOffset now, CancellationToken ct) =>
        EndWhereAsync(db.Sessions.Where(s => s.AccountId == account.Value), reason, now, ct);

    public async Task<SessionOwner?> FindByRefreshTokenAsync(OpaqueToken token, CancellationToken ct) =>
        await FindTokenAsync(token, ct) is { Session: { } session }
            ? new SessionOwner(new SessionId(session.Id), new AccountId(session.AccountId))
            : null;

    private async Task<Result<RotatedSession>> SpendAndReplaceAsync(OpaqueToken presented, RefreshTokenRow token, int leastLevel, DateTimeOffset now, CancellationToken ct)
    {
        var session = token.Session!.ToSession();
        if (session.Methods.AssuranceLevel < leastLevel)
        {
            return SessionErrors.TokenInvalid;
        }

        if (!await db.RefreshTokens.Where(t => t.TokenHash == token.TokenHash && t.ExpiresAt > now).SpendAsync(now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        // Refresh, log-out and disabling all write the session row, so one waits for the other.
        if (await Live(new SessionId(token.SessionId), now).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, now), ct) != 1)
        {
            return SessionErrors.TokenInvalid;
        }

        var successor = successors.Derive(presented, token.SuccessorKeyId);
        return new RotatedSession(session, successor, AddRefreshToken(session, successor, now));
    }

    private async Task<Result<RotatedSession>> RepeatAsync(OpaqueToken presented, RefreshTokenRow token, int leastLevel, DateTimeOffset now, CancellationToken ct)
    {
        var successor = successors.Derive(presented, token.SuccessorKeyId);
        var session = await FindLiveAsync(new SessionId(token.SessionId), new AccountId(token.Session!.AccountId), now, ct);
        return session?.Session.Methods.AssuranceLevel >= leastLevel && await FindTokenAsync(successor, ct) is { } row
            ? new RotatedSession(session.Session, successor, row.ExpiresAt)
            : SessionErrors.TokenInvalid;
    }

    private async Task<Result<RotatedSession>> EndFamilyAsync(RefreshTokenRow token, DateTimeOffset now, CancellationToken ct)
    {
        var (session, account) = (new SessionId(token.SessionId), new AccountId(token.Session!.AccountId));
        await transactions.RunAsync<Done>(async inner =>
        {
            if (await EndAsync(session, SessionEnd.RefreshTokenReused, now, inner))
            {
                await audit.RecordAsync(new AuditEvent(SecurityEvent.RefreshTokenReused, now, account, session), inner);
            }

            return new Done();
        }, ct);
        return SessionErrors.RefreshTokenReused;
    }

    private DateTimeOffset AddRefreshToken(Session session, OpaqueToken token, DateTimeOffset now)
    {
        var expiresAt = now + policy.Idle < session.EndsAt ? now + policy.Idle : session.EndsAt;
        db.RefreshTokens.Add(new RefreshTokenRow
        {
            TokenHash = token.Hash(),
            SessionId = session.Id.Value,
            SuccessorKeyId = successors.CurrentKeyId,
            IssuedAt = now,
            ExpiresAt = expiresAt,
        });
        return expiresAt;
    }

    private Task<RefreshTokenRow?> FindTokenAsync(OpaqueToken token, CancellationToken ct)
    {
        var hash = token.Hash();
        return db.RefreshTokens.AsNoTracking().Include(t => t.Session).SingleOrDefaultAsync(t => t.TokenHash == hash, ct);
    }

    private IQueryable<SessionRow> Live(SessionId id, DateTimeOffset now) =>
        db.Sessions.Where(s => s.Id == id.Value && s.EndedAt == null && s.EndsAt > now && s.Account!.DisabledAt == null);

    private static Task<int> EndWhereAsync(IQueryable<SessionRow> sessions, SessionEnd reason, DateTimeOffset now, CancellationToken ct) =>
        sessions.Where(s => s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndReason, reason), ct);
}
