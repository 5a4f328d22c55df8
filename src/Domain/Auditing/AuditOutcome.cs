namespace CleanAuth.Domain.Auditing;

/// <summary>How what was tried ended. The numbers are stored.</summary>
public enum AuditOutcome
{
    Succeeded = 0,

    /// <summary>A wrong password or code.</summary>
    Failed = 1,

    /// <summary>A rule forbade it, whatever the proof.</summary>
    Refused = 2,
}

/// <summary>The one table of what each event means; a new event that is neither failure nor refusal succeeded.</summary>
public static class AuditMeaning
{
    public static AuditOutcome OutcomeOf(SecurityEvent what) => what switch
    {
        SecurityEvent.LoginFailed or SecurityEvent.SecondFactorFailed or SecurityEvent.StepUpFailed or SecurityEvent.PasswordResetFailed => AuditOutcome.Failed,
        SecurityEvent.LoginRefusedDisabled or SecurityEvent.LoginThrottled or SecurityEvent.FactorSuspended
            or SecurityEvent.RefreshTokenReused or SecurityEvent.AdministratorRefused => AuditOutcome.Refused,
        _ => AuditOutcome.Succeeded,
    };

    /// <summary>Who did it, as far as anybody can know: whoever has the owner's secrets counts as the owner.</summary>
    /// <param name="isAdministrators">An administrator is named.</param>
    /// <param name="hasSession">It was done in a session.</param>
    public static AuditActor ActorOf(SecurityEvent what, AuditOrigin origin, bool isAdministrators, bool hasSession) => origin switch
    {
        _ when isAdministrators => AuditActor.Administrator,
        AuditOrigin.Command => AuditActor.Operator,
        AuditOrigin.Service => AuditActor.Service,
        _ when what == SecurityEvent.RefreshTokenReused => AuditActor.Stranger,
        _ => hasSession || NeedsSecret(what) ? AuditActor.Owner : AuditActor.Stranger,
    };

    // Without a session, but not without the password, a code that was sent to the owner, or a recovery code.
    private static bool NeedsSecret(SecurityEvent what) => what is
        SecurityEvent.AccountCreated or SecurityEvent.PhoneChanged or SecurityEvent.PasswordReset or SecurityEvent.LoginSucceeded or SecurityEvent.LoginRefusedDisabled
        or SecurityEvent.SecondFactorAsked or SecurityEvent.SecondFactorFailed or SecurityEvent.EnrollmentAsked or SecurityEvent.LoginAfterFailures
        or SecurityEvent.SmsFactorEnabled or SecurityEvent.TotpFactorEnabled or SecurityEvent.RecoveryCodesCreated or SecurityEvent.RecoveryCodeUsed
        or SecurityEvent.FactorSuspended or SecurityEvent.OldestSessionEnded;
}
