using CleanAuth.Domain.Auditing;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Security;

/// <summary>The table of keys. Of any number of nodes that add the key after the same one, the unique generation lets one succeed, and its key is everybody's.</summary>
internal sealed class SigningKeyStore(AuthDbContext db, SigningKeyBox box, AuditTrail audit)
{
    /// <summary>Every row, the oldest first.</summary>
    internal Task<List<SigningKeyRow>> LoadAsync(CancellationToken ct) => db.SigningKeys.AsNoTracking().OrderBy(key => key.Generation).ToListAsync(ct);

    /// <summary>As <see cref="LoadAsync"/>; an empty table gets its first key.</summary>
    internal async Task<List<SigningKeyRow>> LoadOrCreateAsync(DateTimeOffset now, CancellationToken ct)
    {
        var rows = await LoadAsync(ct);
        if (rows.Count > 0)
        {
            return rows;
        }

        await TryAddAsync(rows, now, now, ct);
        return await LoadAsync(ct);
    }

    /// <summary>Adds the key after <paramref name="seen"/>; false when somebody else did.</summary>
    internal Task<bool> TryAddAsync(IReadOnlyList<SigningKeyRow> seen, DateTimeOffset signsFrom, DateTimeOffset now, CancellationToken ct) =>
        TryAsync(() => AddAsync(seen, signsFrom, now, ct), ct);

    /// <summary>As <see cref="TryAddAsync"/>, and every other key is good for nothing from <paramref name="from"/> on.</summary>
    internal Task<bool> TryReplaceAllAsync(IReadOnlyList<SigningKeyRow> seen, DateTimeOffset from, DateTimeOffset now, CancellationToken ct) =>
        TryAsync(
            async () =>
            {
                var generation = await AddAsync(seen, from, now, ct);
                var withdrawn = await db.SigningKeys.Where(key => key.Generation < generation && (key.WithdrawnAt == null || key.WithdrawnAt > from))
                    .ExecuteUpdateAsync(set => set.SetProperty(key => key.WithdrawnAt, from), ct);
                for (var i = 0; i < withdrawn; i++)
                {
                    await audit.RecordAsync(new AuditEvent(SecurityEvent.SigningKeyWithdrawn, now), ct);
                }
            },
            ct);

    /// <summary>Deletes a key whose time is over; the end of a withdrawn one was recorded when it was withdrawn.</summary>
    internal Task RemoveAsync(KeyTerm term, DateTimeOffset now, CancellationToken ct) =>
        TryAsync(
            async () =>
            {
                if (await db.SigningKeys.Where(key => key.Id == term.Key.Kid).ExecuteDeleteAsync(ct) == 1 && term.WithdrawnAt is null)
                {
                    await audit.RecordAsync(new AuditEvent(SecurityEvent.SigningKeyRetired, now), ct);
                }
            },
            ct);

    private async Task<int> AddAsync(IReadOnlyList<SigningKeyRow> seen, DateTimeOffset signsFrom, DateTimeOffset now, CancellationToken ct)
    {
        var row = box.Create(seen.Count == 0 ? 1 : seen.Max(key => key.Generation) + 1, now, signsFrom);
        db.SigningKeys.Add(row);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.SigningKeyCreated, now), ct);
        await db.SaveChangesAsync(ct);
        return row.Generation;
    }

    private async Task<bool> TryAsync(Func<Task> change, CancellationToken ct)
    {
        var stored = false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            await change();
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            stored = true;
        }
        catch (DbUpdateException e) when (UniqueViolation.IndexOf(e) is not null)
        {
            db.ChangeTracker.Clear();
        }

        audit.TransactionEnded(stored);
        return stored;
    }
}
