using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Accounts;

/// <summary>
/// What refers to an account goes with its row, by the foreign keys; a new table has nothing to add here, and a test that reads the schema fails when one
/// has an account and no such key. Only the order of locks and what has no key is written down.
/// </summary>
internal sealed class Erasure(AuthDbContext db, ISessions sessions, IPasswordBudgets passwords) : IErasure
{
    public async Task EraseAsync(Account account, DateTimeOffset now, CancellationToken ct)
    {
        // Whoever is writing a row that refers to the account is waited for, and whoever comes later finds no account.
        await db.Database.ExecuteSqlAsync($"SELECT FROM accounts WHERE id = {account.Id.Value} FOR UPDATE", ct);

        // In the order in which a refresh locks them: session, then token.
        await sessions.EndAllAsync(account.Id, SessionEnd.AccountDeleted, now, ct);
        await db.RefreshTokens.Where(t => t.Session!.AccountId == account.Id.Value).ExecuteDeleteAsync(ct);

        // As the end of a send locks them: message, then challenge. One that is leaving finds no row to write to.
        await db.OutboxMessages.Where(m => m.AccountId == account.Id.Value).ExecuteDeleteAsync(ct);
        await db.OtpChallenges.Where(c => c.AccountId == account.Id.Value).ExecuteDeleteAsync(ct);
        await ForgetCountersAsync(account, ct);
        await db.Users.Where(u => u.Id == account.Id.Value).ExecuteDeleteAsync(ct);
        if (account.PhoneNumber is { } phone)
        {
            await ForgetNumberAsync(phone, now, ct);
        }
    }

    public async Task ForgetNumberAsync(PhoneNumber phone, DateTimeOffset now, CancellationToken ct)
    {
        var awaited = db.OtpChallenges.Where(c => c.Phone == phone.Value && c.SpentAt == null && c.SupersededAt == null && c.ExpiresAt > now);
        await db.OutboxMessages.Where(m => m.Phone == phone.Value && m.AccountId == null && m.FinishedAt != null && !awaited.Any(c => c.Id == m.ChallengeId)).ExecuteDeleteAsync(ct);
        await db.OtpChallenges.Where(c => c.Phone == phone.Value && c.AccountId == null && (c.SpentAt != null || c.SupersededAt != null || c.ExpiresAt <= now)).ExecuteDeleteAsync(ct);
        await db.PhoneProofs.Where(p => p.Phone == phone.Value && p.AccountId == null && (p.SpentAt != null || p.ExpiresAt <= now)).ExecuteDeleteAsync(ct);
    }

    private async Task ForgetCountersAsync(Account account, CancellationToken ct)
    {
        await passwords.ClearAsync(account.Email, ct);
        await db.ResetBudgets.Where(b => b.Subject == account.Id.Value).ExecuteDeleteAsync(ct);
        string[] keys = [SpendKeys.Account(account.Id), SpendKeys.Notices(account.Id)];
        await db.SpendCounters.Where(c => c.Kind == SpendKind.AccountDay && keys.Contains(c.Key)).ExecuteDeleteAsync(ct);
    }
}
