using CleanAuth.Domain;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Sessions.Tokens;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Sessions;

/// <summary>The refresh tokens of sessions: a chain, of which the last one is unspent.</summary>
internal sealed class RefreshTokens(AuthDbContext db, ITransactions transactions, RefreshSuccessor successors, SessionPolicy policy, TwoFactorPolicy twoFactor)
{
    /// <summary>Exchanges within one grace that a repeat is led through; a client that made more of them logs in again.</summary>
    private const int LongestChain = 100;

    /// <inheritdoc cref="ISessions.RotateAsync"/>
    internal async Task<Result<RotatedSession>> RotateAsync(OpaqueToken presented, Source source, DateTimeOffset now, CancellationToken ct)
    {
        var token = await FindAsync(presented, ct);
        if (token is { SpentAt: null } && token.ExpiresAt > now && successors.Knows(token.SuccessorKeyId))
        {
            var rotated = await transactions.RunAsync(inner => SpendAndReplaceAsync(presented, token, source, now, inner), ct);
            if (rotated.IsSuccess)
            {
                return rotated;
            }

            // Somebody else was first, or the session ended meanwhile: what the row says now decides.
            token = await FindAsync(presented, ct);
        }

        return token switch
        {
            null or { SpentAt: null } => SessionErrors.TokenInvalid,
            _ when !successors.Knows(token.SuccessorKeyId) => SessionErrors.TokenInvalid,
            { SpentAt: { } spent } when now - spent <= policy.RefreshGrace => await RepeatAsync(presented, token, now, ct),
            _ => SessionErrors.RefreshTokenReused,
        };
    }

    /// <summary>Adds the row; the caller saves it.</summary>
    /// <returns>When it ends if it is not used.</returns>
    internal DateTimeOffset Add(Session session, OpaqueToken token, DateTimeOffset now)
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

    internal Task<RefreshTokenRow?> FindAsync(OpaqueToken token, CancellationToken ct)
    {
        var hash = token.Hash();
        return db.RefreshTokens.AsNoTracking().Include(t => t.Session).SingleOrDefaultAsync(t => t.TokenHash == hash, ct);
    }

    private async Task<Result<RotatedSession>> SpendAndReplaceAsync(
        OpaqueToken presented, RefreshTokenRow token, Source source, DateTimeOffset now, CancellationToken ct)
    {
        // First, because refresh, log-out, disabling and deletion all take the session row before its tokens: one waits for the other, and never in a circle.
        var held = await db.HeldLive(token.SessionId, policy, now).Select(s => new { Row = s, s.Account }).SingleOrDefaultAsync(ct);
        if (held is null || LeftToProve(held.Row, held.Account!) is var requirement && requirement?.IsEnforced(now) == true)
        {
            return SessionErrors.TokenInvalid;
        }

        if (!await db.RefreshTokens.Where(t => t.TokenHash == token.TokenHash && t.ExpiresAt > now).SpendAsync(now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        (held.Row.LastUsedAt, held.Row.Network) = (now, source.Network);
        var session = held.Row.ToSession();
        var successor = successors.Derive(presented, token.SuccessorKeyId);
        return new RotatedSession(session, successor, policy.EndOf(held.Account!.Role, held.Row.CreatedAt, now, Add(session, successor, now)), requirement?.From);
    }

    /// <summary>
    /// A second tab that sends the token of the first gets what the first got, so that both go on. When that was exchanged too, it would be the end of
    /// the session to hand it out: whoever used it later than the grace would look like a thief. So the repeat gets the one at the end of the chain, which
    /// it could have reached by itself, step by step within the grace.
    /// </summary>
    private async Task<Result<RotatedSession>> RepeatAsync(OpaqueToken presented, RefreshTokenRow token, DateTimeOffset now, CancellationToken ct)
    {
        var found = await db.Live(token.SessionId, policy, now).AsNoTracking().Select(s => new { Row = s, s.Account }).SingleOrDefaultAsync(ct);
        if (found is null || LeftToProve(found.Row, found.Account!) is var requirement && requirement?.IsEnforced(now) == true)
        {
            return SessionErrors.TokenInvalid;
        }

        var later = await db.RefreshTokens.AsNoTracking().Where(t => t.SessionId == token.SessionId && t.IssuedAt >= token.SpentAt)
            .OrderBy(t => t.IssuedAt).Take(LongestChain).ToListAsync(ct);
        var (secret, row) = (presented, token);
        while (row is { SpentAt: not null } && successors.Knows(row.SuccessorKeyId))
        {
            secret = successors.Derive(secret, row.SuccessorKeyId);
            var hash = secret.Hash();
            row = later.Find(t => t.TokenHash.AsSpan().SequenceEqual(hash));
        }

        return row is { SpentAt: null }
            ? new RotatedSession(
                found.Row.ToSession(), secret, policy.EndOf(found.Account!.Role, found.Row.CreatedAt, found.Row.LastUsedAt, row.ExpiresAt), requirement?.From)
            : SessionErrors.TokenInvalid;
    }

    /// <summary>What is demanded of the account and the session does not fulfil; nothing of a session with two factors.</summary>
    private FactorRequirement? LeftToProve(SessionRow session, AppUser account) =>
        session.ToSession().Methods.AssuranceLevel > 1 ? null : twoFactor.RequirementOf(account.ToAccount());
}
