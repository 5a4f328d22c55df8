namespace CleanAuth.Domain.Otp;

/// <summary>How a code travels; the numbers are stored.</summary>
public enum OtpChannel
{
    Sms = 1,

    /// <summary>A call that reads the code out after a key press.</summary>
    Voice = 2,
}
