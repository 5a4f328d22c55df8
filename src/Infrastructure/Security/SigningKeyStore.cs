using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Security;

internal sealed class SigningKeyStore(AuthDbContext db, SigningKeyBox box)
{
    private const int First = 1;

    /// <summary>Every row, the oldest first.</summary>
    internal Task<List<SigningKeyRow>> LoadAsync(CancellationToken ct) => db.SigningKeys.AsNoTracking().OrderBy(key => key.Generation).ToListAsync(ct);

    /// <summary>As <see cref="LoadAsync"/>; an empty table gets its first key.</summary>
    internal async Task<List<SigningKeyRow>> LoadOrCreateAsync(DateTimeOffset now, CancellationToken ct)
    {
        var rows = await LoadAsync(ct);
        return rows.Count > 0 ? rows : await CreateFirstAsync(now, ct);
    }

    private async Task<List<SigningKeyRow>> CreateFirstAsync(DateTimeOffset now, CancellationToken ct)
    {
        db.SigningKeys.Add(box.Create(First, now));
        try
        {
            await db.SaveChangesAsync(ct);
            return await LoadAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Another node was first: the unique generation lets one of them win, and its key is everybody's.
            db.ChangeTracker.Clear();
            var theirs = await LoadAsync(ct);
            if (theirs.Count == 0)
            {
                throw;
            }

            return theirs;
        }
    }
}
