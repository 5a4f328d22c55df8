using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Passwords;

/// <summary>Proofs that somebody may set a new password (<c>passwordResetToken</c>): once, for ten minutes. The seam to the database.</summary>
public interface IResetTokens
{
    Task IssueAsync(OpaqueToken token, AccountId account, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken ct);

    /// <summary>The account if the token could be spent now: its account not disabled, its number not changed since.</summary>
    Task<AccountId?> FindAsync(OpaqueToken token, DateTimeOffset now, CancellationToken ct);

    /// <summary>True for exactly one caller, under the conditions of <see cref="FindAsync"/>: the row count of a guarded update decides.</summary>
    Task<bool> SpendAsync(OpaqueToken token, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends every token of the account.</summary>
    Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct);
}
