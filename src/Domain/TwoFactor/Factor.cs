namespace CleanAuth.Domain.TwoFactor;

/// <summary>A second factor; the numbers are stored.</summary>
public enum Factor
{
    /// <summary>Codes by SMS or voice call to the verified number.</summary>
    Sms = 1,
}
