namespace CleanAuth.Domain.Otp;

/// <summary>
/// Turns a code into what is stored: HMAC-SHA-256 with a server key over purpose, account, number, challenge id and code, so that
/// the table alone reveals nothing and a hash fits no other row (ASVS 5.0 6.5.2, 6.6.2). The seam to the key.
/// </summary>
public interface IOtpHasher
{
    CodeHash Hash(OtpChallenge challenge, OtpCode code);

    /// <summary>Compares in constant time; false also when the key is no longer configured.</summary>
    bool Verify(OtpChallenge challenge, OtpCode code, CodeHash hash);
}
