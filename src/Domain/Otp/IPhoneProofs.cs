using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Otp;

/// <summary>
/// Proofs that somebody holds a number (<c>phoneVerificationToken</c>): asked for with a full token they serve that account only, asked
/// for anonymously they serve a sign-up only; once, for ten minutes (security-requirements section 9).
/// </summary>
public interface IPhoneProofs
{
    Task IssueAsync(OpaqueToken token, PhoneProof proof, CancellationToken ct);

    /// <summary>The proof if <paramref name="account"/> (null: a sign-up) could spend it now.</summary>
    Task<PhoneProof?> FindAsync(OpaqueToken token, AccountId? account, DateTimeOffset now, CancellationToken ct);

    /// <summary>The number that was proved, for exactly one caller: the rows that a guarded update changed decide. Null for everybody else.</summary>
    Task<PhoneNumber?> SpendAsync(OpaqueToken token, AccountId? account, DateTimeOffset now, CancellationToken ct);
}

/// <param name="Phone">The number that was proved.</param>
/// <param name="Account">The only account that may spend it, or null for a sign-up.</param>
public sealed record PhoneProof(PhoneNumber Phone, AccountId? Account, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
