using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Login;

/// <summary>Keyed with the current master key: changing it forgets the counters, once.</summary>
internal sealed class PasswordBudgetStore(AuthDbContext db, MasterKeys keys) : IPasswordBudgets
{
    public async Task<PasswordBudget> FindAsync(PasswordCounter counter, CancellationToken ct) =>
        await Of(counter).AsNoTracking().SingleOrDefaultAsync(ct) is { } row
            ? new PasswordBudget(row.Failures, row.NextTryAt, row.LastFailureAt, row.RefusalNoted)
            : PasswordBudget.Fresh;

    public async Task<IReadOnlyList<PasswordBudget>> OfEmailAsync(EmailAddress email, CancellationToken ct)
    {
        var name = NameKey(email);
        return await db.PasswordBudgets.Where(b => b.NameKey == name).Select(b => new PasswordBudget(b.Failures, b.NextTryAt, b.LastFailureAt, b.RefusalNoted)).ToListAsync(ct);
    }

    // No row means no failure.
    public async Task<bool> TryCountAsync(PasswordCounter counter, PasswordBudget seen, PasswordBudget counted, CancellationToken ct) =>
        seen.Failures == 0
            ? await TryInsertAsync(counter, counted, ct)
            : await Of(counter, seen).ExecuteUpdateAsync(
                set => set.SetProperty(b => b.Failures, counted.Failures)
                    .SetProperty(b => b.NextTryAt, counted.NextTryAt)
                    .SetProperty(b => b.LastFailureAt, counted.LastFailureAt)
                    .SetProperty(b => b.RefusalNoted, false), ct) == 1;

    public async Task<bool> NoteRefusalAsync(PasswordCounter counter, PasswordBudget seen, CancellationToken ct) =>
        await Of(counter, seen).Where(b => !b.RefusalNoted).ExecuteUpdateAsync(set => set.SetProperty(b => b.RefusalNoted, true), ct) == 1;

    public async Task<bool> ClearAsync(PasswordCounter counter, CancellationToken ct) => await Of(counter).ExecuteDeleteAsync(ct) == 1;

    public Task ClearAsync(EmailAddress email, CancellationToken ct) => ClearAsync([email], ct);

    public Task ClearAsync(IReadOnlyCollection<EmailAddress> emails, CancellationToken ct)
    {
        byte[][] names = [.. emails.Select(NameKey)];
        return db.PasswordBudgets.Where(b => names.Contains(b.NameKey)).ExecuteDeleteAsync(ct);
    }

    private Task<bool> TryInsertAsync(PasswordCounter counter, PasswordBudget counted, CancellationToken ct)
    {
        db.PasswordBudgets.Add(new PasswordBudgetRow
        {
            NameKey = NameKey(counter.Email),
            SourceKey = SourceKey(counter),
            Failures = counted.Failures,
            NextTryAt = counted.NextTryAt,
            LastFailureAt = counted.LastFailureAt,
        });
        return db.TrySaveAsync(ct);
    }

    private IQueryable<PasswordBudgetRow> Of(PasswordCounter counter)
    {
        var (name, source) = (NameKey(counter.Email), SourceKey(counter));
        return db.PasswordBudgets.Where(b => b.NameKey == name && b.SourceKey == source);
    }

    private IQueryable<PasswordBudgetRow> Of(PasswordCounter counter, PasswordBudget seen) =>
        Of(counter).Where(b => b.Failures == seen.Failures && b.LastFailureAt == seen.LastFailureAt);

    private byte[] NameKey(EmailAddress email) => Hash(email.Value);

    // An e-mail has no blank in it, so no two of these are the same text.
    private byte[] SourceKey(PasswordCounter counter) => Hash(counter switch
    {
        { Session: { } session } => $"{counter.Email.Value} session {session.Value:N}",
        { Network: { } network } => $"{counter.Email.Value} network {network}",
        _ => $"{counter.Email.Value} strangers",
    });

    private byte[] Hash(string text) => keys.NameOf(KeyPurposes.PasswordCounters, text);
}
