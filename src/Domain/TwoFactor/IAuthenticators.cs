using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>The authenticator app of an account, and beside it a new secret that waits for its first code. The seam to the database.</summary>
public interface IAuthenticators
{
    /// <summary>What codes are compared with, or null when there is no app.</summary>
    Task<ActiveAuthenticator?> FindAsync(AccountId account, CancellationToken ct);

    /// <summary>Lets a secret wait, in place of one that waited before. The active one goes on working. The caller holds the account.</summary>
    Task SetPendingAsync(AccountId account, SetupId setup, TotpSecret secret, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Uses up one try of the waiting secret before anything is compared, and gives it. <c>nothing_pending</c> when none waits for this setup, or its
    /// time or tries are over.
    /// </summary>
    Task<Result<TotpSecret>> CountPendingTryAsync(AccountId account, SetupId setup, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Makes the waiting secret the active one, with <paramref name="step"/> as used up. True for exactly one caller, and only for the secret that
    /// <see cref="CountPendingTryAsync"/> gave. The caller holds the account.
    /// </summary>
    Task<bool> ActivateAsync(AccountId account, SetupId setup, TotpSecret secret, long step, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// True for exactly one caller: no code of this or an older step is taken after it (RFC 6238 5.2). False when the app that was compared with was
    /// replaced meanwhile.
    /// </summary>
    Task<bool> SpendStepAsync(AccountId account, ActiveAuthenticator compared, long step, CancellationToken ct);

    /// <summary>Deletes the active and the waiting secret; false when there was no active one.</summary>
    Task<bool> RemoveAsync(AccountId account, CancellationToken ct);
}

/// <param name="Secret">What the app computes its codes from.</param>
/// <param name="Sealed">The secret as it is stored; no two apps have the same, not even with the same secret.</param>
public sealed record ActiveAuthenticator(TotpSecret Secret, byte[] Sealed)
{
    public override string ToString() => nameof(ActiveAuthenticator);
}
