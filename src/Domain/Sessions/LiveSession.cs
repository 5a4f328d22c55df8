namespace CleanAuth.Domain.Sessions;

/// <summary>A session that has not ended, and what its account can prove at this moment.</summary>
/// <param name="TotpFactor">The account has an authenticator app.</param>
/// <param name="SmsFactor">The account gets codes by SMS.</param>
public sealed record LiveSession(Session Session, bool TotpFactor, bool SmsFactor)
{
    /// <summary>False while the number is young: in a session it is the only proof, and a thief may have set it (security-requirements section 9).</summary>
    public bool SmsStepsUp { get; init; } = true;

    private bool HasSecondFactor => TotpFactor || SmsFactor;

    /// <summary>What a step-up can be made with, best first.</summary>
    public IReadOnlyList<StepUpMethod> StepUpMethods =>
        HasSecondFactor
            ? [.. Enum.GetValues<StepUpMethod>().Where(method => method switch
            {
                StepUpMethod.Totp => TotpFactor,
                StepUpMethod.Sms => SmsFactor && SmsStepsUp,
                StepUpMethod.RecoveryCode => true,
                StepUpMethod.Password => false,
            })]
            : [StepUpMethod.Password];

    /// <summary>True when the last proof is young enough and of the account's highest level: a password alone never counts beside a factor (ASVS 5.0 6.3.4, 7.5.1).</summary>
    public bool IsFresh(SessionPolicy policy, DateTimeOffset now) =>
        IsRecent(policy, now) && (!HasSecondFactor || Session.Methods.AssuranceLevel > 1);

    /// <summary>True when the last proof, of whatever level, is young enough.</summary>
    public bool IsRecent(SessionPolicy policy, DateTimeOffset now) => now - Session.AuthenticatedAt < policy.StepUp;
}
