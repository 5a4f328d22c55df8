using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Accounts;

/// <summary>Accounts and their password hashes. The seam to ASP.NET Identity.</summary>
public interface IAccounts
{
    Task<Account?> FindAsync(AccountId id, CancellationToken ct);

    Task<Account?> FindAsync(EmailAddress email, CancellationToken ct);

    /// <summary>
    /// The account as it is now, held until the transaction ends: a change of its factors, number, password or state waits, or has happened.
    /// Whoever opens a session asks this first, because what was read before a slow hash or a code may be over.
    /// </summary>
    Task<Account?> HoldAsync(AccountId id, CancellationToken ct);

    /// <summary>What a password is compared with: the same query whether the e-mail is known or not.</summary>
    Task<Credential> FindCredentialAsync(EmailAddress email, CancellationToken ct);

    /// <summary>
    /// Whether this is the account's password. The same work whether the e-mail is unknown or the password wrong (ASVS 5.0 6.3.8);
    /// <c>unavailable</c> when too many passwords wait to be hashed. Hashing is slow on purpose: never call this in a transaction.
    /// </summary>
    /// <param name="count">Counts the try, at the moment when its hash can be made; what this refuses is not hashed, and who never gets there is not counted.</param>
    Task<Result<bool>> CheckPasswordAsync(Credential credential, string password, Func<CancellationToken, Task<Result<Done>>> count, CancellationToken ct);

    /// <summary>The slow, salted hash of a new password (PBKDF2-HMAC-SHA512; ASVS 5.0 11.4.2), or <c>unavailable</c> when too many wait.</summary>
    Task<Result<PasswordHash>> HashPasswordAsync(string password, CancellationToken ct);

    /// <summary>Stores the account; <c>email_taken</c> or <c>phone_taken</c> when a unique index says so.</summary>
    Task<Result<Done>> CreateAsync(NewAccount account, PasswordHash password, CancellationToken ct);

    /// <summary>Replaces the password of an account that the caller holds; what was checked or opened with the one before is worth nothing.</summary>
    Task SetPasswordAsync(AccountId id, PasswordHash password, DateTimeOffset now, CancellationToken ct);

    /// <summary>Keeps a factor from being a second proof, in place of what was barred before; null lifts it.</summary>
    Task SetBarAsync(AccountId id, FactorBar? bar, CancellationToken ct);

    /// <summary>Makes <paramref name="phone"/> the verified number; <c>phone_taken</c> when it is another account's.</summary>
    /// <param name="changedAt">See <see cref="Account.PhoneChangedAt"/>.</param>
    Task<Result<Done>> SetPhoneAsync(AccountId id, PhoneNumber phone, DateTimeOffset? changedAt, CancellationToken ct);

    /// <summary>Takes the number away, and the SMS factor with it.</summary>
    Task RemovePhoneAsync(AccountId id, CancellationToken ct);

    /// <summary>How to address the person from now on; null: by no name.</summary>
    Task SetDisplayNameAsync(AccountId id, string? displayName, CancellationToken ct);

    /// <summary>Switches the SMS factor; <c>phone_not_verified</c> when it is switched on without a verified number.</summary>
    Task<Result<Done>> SetSmsFactorAsync(AccountId id, bool enabled, CancellationToken ct);

    /// <summary>Notes whether there is an authenticator app; the caller stores or removes its secret in the same transaction.</summary>
    Task SetTotpFactorAsync(AccountId id, bool enabled, CancellationToken ct);
}

/// <summary>An account and the hash of its password; both null when the e-mail is unknown.</summary>
public sealed record Credential(Account? Account, PasswordHash? Hash);

/// <param name="Account">The account with that e-mail, if there is one.</param>
/// <param name="IsRight">True only for an existing account and its password.</param>
/// <param name="FailuresBefore">Wrong passwords in a row before this right one; 0 when another right one came first.</param>
public sealed record PasswordCheck(Account? Account, bool IsRight, int FailuresBefore = 0);

/// <summary>A stored password hash; prints nothing.</summary>
public sealed class PasswordHash(string value)
{
    public string Reveal() => value;

    public override string ToString() => "PasswordHash(***)";
}
