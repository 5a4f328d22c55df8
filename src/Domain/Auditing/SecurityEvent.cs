namespace CleanAuth.Domain.Auditing;

/// <summary>What happened; the numbers are stored and never change their meaning (ASVS 5.0 16.3).</summary>
public enum SecurityEvent
{
    AccountCreated = 1001,
    PhoneProved = 1002,
    PhoneChanged = 1003,
    LoginSucceeded = 2001,
    LoginFailed = 2002,
    LoginRefusedDisabled = 2003,
    SecondFactorAsked = 2004,
    SecondFactorFailed = 2005,
    LoggedOut = 2006,
    SteppedUp = 2007,
    StepUpFailed = 2008,
    EnrollmentAsked = 2009,
    SmsFactorEnabled = 4001,
    SmsFactorDisabled = 4002,
    FactorSuspended = 4003,
    AccountUnlocked = 4004,
    TotpFactorEnabled = 4005,
    TotpFactorDisabled = 4006,
    RecoveryCodesCreated = 4007,
    FactorReinstated = 4008,
    RecoveryCodeUsed = 4009,
    RefreshTokenReused = 5001,
    SmsSwitchedOff = 6001,
    SmsSwitchedOn = 6002,
}
