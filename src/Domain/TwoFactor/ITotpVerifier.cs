namespace CleanAuth.Domain.TwoFactor;

/// <summary>Computes codes of authenticator apps (RFC 6238). Knows nothing of steps that were used: spending one is the caller's, in the database.</summary>
public interface ITotpVerifier
{
    /// <summary>Compares with every step of the window and with those that only earn a hint, each in constant time.</summary>
    TotpMatch Match(TotpSecret secret, string code, DateTimeOffset now);
}

/// <param name="Step">The step within the window that the code belongs to, or null when it is wrong.</param>
/// <param name="IsOld">The code is wrong, but was right some minutes ago: the phone's clock is slow.</param>
public readonly record struct TotpMatch(long? Step, bool IsOld);
