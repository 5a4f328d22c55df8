namespace CleanAuth.Domain.Otp;

/// <summary>What a code proves; each purpose is answered at its own door only (security-requirements section 2).</summary>
public enum OtpPurpose
{
    /// <summary>That somebody holds a number; answered at <c>verify-otp</c>.</summary>
    PhoneVerification = 1,

    /// <summary>The second factor of one log-in; answered at <c>2fa/authenticate</c>.</summary>
    SecondFactor = 2,

    /// <summary>That the owner of an open session is still there; answered at <c>auth/step-up</c>.</summary>
    StepUp = 3,

    /// <summary>That somebody who forgot the password holds the account's number; asked for at <c>password/forgot</c> only, answered at <c>verify-otp</c>.</summary>
    PasswordReset = 4,

    /// <summary>
    /// That whoever enrols after an administrator's reset of lost factors still holds the verified number; asked for with an enrollmentToken, answered
    /// at <c>2fa/turn-on</c> or <c>2fa/sms</c>.
    /// </summary>
    Enrollment = 5,
}
