namespace CleanAuth.Domain.Auditing;

/// <summary>What the owner of an account is shown of its security events. The names are part of the contract, the numbers those of <see cref="SecurityEvent"/>.</summary>
public enum ActivityEvent
{
    AccountCreated = (int)SecurityEvent.AccountCreated,
    PhoneChanged = (int)SecurityEvent.PhoneChanged,
    PhoneRemoved = (int)SecurityEvent.PhoneRemoved,
    PasswordChanged = (int)SecurityEvent.PasswordChanged,
    PasswordReset = (int)SecurityEvent.PasswordReset,
    ProfileChanged = (int)SecurityEvent.ProfileChanged,
    AccountExported = (int)SecurityEvent.AccountExported,

    /// <summary>Anybody can ask: see <see cref="ActivityEvents.StrangersMayCause"/>.</summary>
    PasswordResetAsked = (int)SecurityEvent.PasswordResetAsked,
    PasswordResetFailed = (int)SecurityEvent.PasswordResetFailed,
    LoginSucceeded = (int)SecurityEvent.LoginSucceeded,
    LoginFailed = (int)SecurityEvent.LoginFailed,

    /// <summary>Somebody knew the password.</summary>
    LoginRefusedDisabled = (int)SecurityEvent.LoginRefusedDisabled,

    /// <summary>Somebody knew the password.</summary>
    SecondFactorAsked = (int)SecurityEvent.SecondFactorAsked,
    SecondFactorFailed = (int)SecurityEvent.SecondFactorFailed,
    LoggedOut = (int)SecurityEvent.LoggedOut,
    SteppedUp = (int)SecurityEvent.SteppedUp,
    StepUpFailed = (int)SecurityEvent.StepUpFailed,

    /// <summary>Somebody knew the password.</summary>
    EnrollmentAsked = (int)SecurityEvent.EnrollmentAsked,
    SmsFactorEnabled = (int)SecurityEvent.SmsFactorEnabled,
    SmsFactorDisabled = (int)SecurityEvent.SmsFactorDisabled,
    FactorSuspended = (int)SecurityEvent.FactorSuspended,

    /// <summary>By an operator or an administrator.</summary>
    AccountUnlocked = (int)SecurityEvent.AccountUnlocked,
    TotpFactorEnabled = (int)SecurityEvent.TotpFactorEnabled,
    TotpFactorDisabled = (int)SecurityEvent.TotpFactorDisabled,
    RecoveryCodesCreated = (int)SecurityEvent.RecoveryCodesCreated,
    FactorReinstated = (int)SecurityEvent.FactorReinstated,
    RecoveryCodeUsed = (int)SecurityEvent.RecoveryCodeUsed,

    /// <summary>A copy of a refresh token was used: the session was ended.</summary>
    RefreshTokenReused = (int)SecurityEvent.RefreshTokenReused,
    SessionEnded = (int)SecurityEvent.SessionEnded,
    OtherSessionsEnded = (int)SecurityEvent.OtherSessionsEnded,
    OldestSessionEnded = (int)SecurityEvent.OldestSessionEnded,

    /// <summary>By an administrator, as all that follow.</summary>
    AdministratorAppointed = (int)SecurityEvent.AdministratorAppointed,
    AdministratorDismissed = (int)SecurityEvent.AdministratorDismissed,
    AccountDisabled = (int)SecurityEvent.AccountDisabled,
    AccountEnabled = (int)SecurityEvent.AccountEnabled,
    FactorRequired = (int)SecurityEvent.FactorRequired,
    FactorRequirementLifted = (int)SecurityEvent.FactorRequirementLifted,
    FactorsReset = (int)SecurityEvent.FactorsReset,
    SessionsEndedByAdministrator = (int)SecurityEvent.SessionsEndedByAdministrator,
}
