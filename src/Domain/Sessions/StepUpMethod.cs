namespace CleanAuth.Domain.Sessions;

/// <summary>What an open session can prove anew, best first.</summary>
public enum StepUpMethod
{
    /// <summary>A code from an authenticator app.</summary>
    Totp,

    /// <summary>A code by SMS, asked for with send-otp and purpose stepUp.</summary>
    Sms,

    /// <summary>One of the codes that were written down.</summary>
    RecoveryCode,

    /// <summary>The password; only for an account without a second factor (decisions 12).</summary>
    Password,
}
