namespace CleanAuth.Domain.TwoFactor;

/// <summary>A second factor; the numbers are stored.</summary>
public enum Factor
{
    /// <summary>Codes by SMS or voice call to the verified number.</summary>
    Sms = 1,

    /// <summary>Codes from an authenticator app.</summary>
    Totp = 2,

    /// <summary>The codes that were written down when the first factor was switched on.</summary>
    RecoveryCode = 3,
}
