namespace CleanAuth.Domain.Otp;

/// <summary>How a code travels; the numbers are stored.</summary>
public enum OtpChannel
{
    Sms = 1,
}
