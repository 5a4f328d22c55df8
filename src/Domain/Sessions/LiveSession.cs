using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Sessions;

/// <summary>A session that has not ended, and what its account can prove at this moment.</summary>
/// <param name="TotpFactor">The account has an authenticator app.</param>
/// <param name="SmsFactor">The account gets codes by SMS.</param>
/// <param name="SmsStepsUp">False while the number is young: in a session it is the only proof, and a thief may have set it (security-requirements section 9).</param>
/// <param name="Role">Of the account, at this moment.</param>
public sealed record LiveSession(Session Session, bool TotpFactor, bool SmsFactor, bool SmsStepsUp, Role Role)
{
    /// <summary>True when what was proved is more than a password.</summary>
    public bool HasTwoFactors => Session.Methods.AssuranceLevel > 1;

    public bool HasSecondFactor => TotpFactor || SmsFactor;

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
        IsRecent(policy, now) && (!HasSecondFactor || HasTwoFactors);

    /// <summary>True when the last proof, of whatever level, is young enough.</summary>
    public bool IsRecent(SessionPolicy policy, DateTimeOffset now) => now - Session.AuthenticatedAt < policy.StepUp;
}
