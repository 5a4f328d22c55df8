using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>The recovery codes that an account has left, as salted hashes. The seam to the database.</summary>
public interface IRecoveryCodes
{
    Task<int> CountAsync(AccountId account, CancellationToken ct);

    /// <summary>The code if it is one that is left. One hash, whether or not there is one of that number (ASVS 5.0 6.5.2, NIST SP 800-63B-4 3.1.2.2).</summary>
    Task<RecoveryCodeMatch?> MatchAsync(AccountId account, RecoveryCode code, CancellationToken ct);

    /// <summary>Deletes exactly the code that was matched, not one that replaced it meanwhile. True for exactly one caller.</summary>
    Task<bool> SpendAsync(AccountId account, RecoveryCodeMatch match, CancellationToken ct);

    /// <summary>Ends every code of the account and makes these the ones it has; none: it has none. The caller holds the account.</summary>
    Task ReplaceAsync(AccountId account, IReadOnlyList<RecoveryCode> codes, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A stored code that somebody entered.</summary>
public sealed record RecoveryCodeMatch(int Number, byte[] Hash, DateTimeOffset CreatedAt)
{
    /// <summary>Codes replace no password in their first day: 24 h, as with a changed number.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromHours(24);

    /// <summary>
    /// True while the code alone proves no more than a second factor. Whoever took over an open session can make codes in it; they must not get around the
    /// current password (ASVS 5.0 6.2.3).
    /// </summary>
    public bool IsYoung(DateTimeOffset now) => now - CreatedAt < Young;
}
