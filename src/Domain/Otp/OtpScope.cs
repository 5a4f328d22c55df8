using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Otp;

/// <summary>
/// Who may answer a challenge. The counting statement carries every part of it, so that a code of another purpose, account or log-in
/// matches nothing and uses up no try (decisions 8).
/// </summary>
/// <param name="Purpose">What the code proves.</param>
/// <param name="Account">The account that asked, or null when it was asked anonymously. For <see cref="OtpPurpose.PasswordReset"/> the account that was named, which may not exist.</param>
/// <param name="Login">The log-in that asked, for <see cref="OtpPurpose.SecondFactor"/>.</param>
/// <param name="Session">The session that asked, for <see cref="OtpPurpose.StepUp"/>.</param>
/// <param name="Enrollment">The enrolment that asked, for <see cref="OtpPurpose.Enrollment"/>.</param>
public sealed record OtpScope(OtpPurpose Purpose, AccountId? Account = null, PendingLoginId? Login = null, SessionId? Session = null, EnrollmentId? Enrollment = null)
{
    /// <summary>The log-in under way that asked, whichever kind it is: the purpose tells.</summary>
    public Guid? Waiting => Login?.Value ?? Enrollment?.Value;
}
