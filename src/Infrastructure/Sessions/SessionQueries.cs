using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Sessions;

internal static class SessionQueries
{
    /// <summary>The session, if it has not ended and its account is not disabled.</summary>
    internal static IQueryable<SessionRow> Live(this AuthDbContext db, Guid session, SessionPolicy policy, DateTimeOffset now) =>
        db.Sessions.Where(s => s.Id == session).Live(policy, now);

    /// <summary>As <see cref="Live(AuthDbContext, Guid, SessionPolicy, DateTimeOffset)"/>, read and held until the transaction ends.</summary>
    internal static IQueryable<SessionRow> HeldLive(this AuthDbContext db, Guid session, SessionPolicy policy, DateTimeOffset now) =>
        db.Sessions.FromSqlInterpolated($"SELECT * FROM sessions WHERE id = {session} FOR NO KEY UPDATE").Live(policy, now);

    /// <summary>The sessions of the account that can still be refreshed.</summary>
    internal static IQueryable<SessionRow> Open(this AuthDbContext db, Guid account, SessionPolicy policy, DateTimeOffset now)
    {
        var usedAfter = now - policy.Idle;
        return db.Sessions.Where(s => s.AccountId == account && s.LastUsedAt > usedAfter).Going(policy, now);
    }

    private static IQueryable<SessionRow> Live(this IQueryable<SessionRow> sessions, SessionPolicy policy, DateTimeOffset now) =>
        sessions.Going(policy, now).Where(s => s.Account!.DisabledAt == null);

    // The stored end is that of a user's session: who is appointed or dismissed gets the other life at once, also for sessions from before.
    private static IQueryable<SessionRow> Going(this IQueryable<SessionRow> sessions, SessionPolicy policy, DateTimeOffset now)
    {
        var (openedAfter, usedAfter) = (now - policy.AdminAbsolute, now - policy.AdminIdle);
        return sessions.Where(s => s.EndedAt == null && s.EndsAt > now && (s.Account!.Role != Role.Admin || (s.CreatedAt > openedAfter && s.LastUsedAt > usedAfter)));
    }
}
