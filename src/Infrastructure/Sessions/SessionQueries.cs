using CleanAuth.Infrastructure.Persistence;

namespace CleanAuth.Infrastructure.Sessions;

internal static class SessionQueries
{
    /// <summary>The session, if it has not ended and its account is not disabled.</summary>
    internal static IQueryable<SessionRow> Live(this AuthDbContext db, Guid session, DateTimeOffset now) =>
        db.Sessions.Where(s => s.Id == session && s.EndedAt == null && s.EndsAt > now && s.Account!.DisabledAt == null);

    /// <summary>The sessions of the account that can still be refreshed.</summary>
    internal static IQueryable<SessionRow> Open(this AuthDbContext db, Guid account, TimeSpan idle, DateTimeOffset now)
    {
        var usedAfter = now - idle;
        return db.Sessions.Where(s => s.AccountId == account && s.EndedAt == null && s.EndsAt > now && s.LastUsedAt > usedAfter);
    }
}
