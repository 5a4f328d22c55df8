using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;

namespace CleanAuth.Application.Passwords;

/// <summary>Sets a new password and ends everything that was begun with the one before, sessions excepted. Inside the transaction of a caller that holds the account.</summary>
public sealed class PasswordReplacement(
    IAccounts accounts, IPasswordBudgets budgets, IPendingLogins logins, IEnrollments enrollments, IOtpChallenges challenges, IResetTokens tokens)
{
    // Ended one by one as well as by PasswordChangedAt, which is another node's clock to a log-in there.
    public async Task ReplaceAsync(Account account, PasswordHash password, DateTimeOffset now, CancellationToken ct)
    {
        await accounts.SetPasswordAsync(account.Id, password, now, ct);
        await budgets.ClearAsync(account.Email, ct);
        await logins.EndAllAsync(account.Id, now, ct);
        await enrollments.EndAllAsync(account.Id, now, ct);
        await challenges.EndAllAsync(account.Id, now, ct);
        await tokens.EndAllAsync(account.Id, now, ct);
    }
}
