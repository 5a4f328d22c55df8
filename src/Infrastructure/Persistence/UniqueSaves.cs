using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence;

internal static class UniqueSaves
{
    /// <summary>
    /// Stores what is waiting; false when a unique index or key says that somebody else was first. Either way nothing waits any more: what was refused, or
    /// is rolled back later, must not be stored by the next save.
    /// </summary>
    internal static async Task<bool> TrySaveAsync(this AuthDbContext db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException e) when (UniqueViolation.IndexOf(e) is not null)
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
