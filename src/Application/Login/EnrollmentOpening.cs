using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Login;

/// <summary>The log-in of an account that must have a second factor and has none: a restricted token, no session. Runs inside the caller's transaction.</summary>
public sealed class EnrollmentOpening(IEnrollments enrollments, IEnrollmentTokens tokens, IAuditTrail audit, SessionPolicy policy, SmsPolicy sms)
{
    public async Task<EnrollmentRequired> OpenAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        var enrollment = new Enrollment(new EnrollmentId(Guid.CreateVersion7(now)), account, now, now + policy.EnrollmentTokenLife);
        await enrollments.OpenAsync(enrollment, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.EnrollmentAsked, now, account), ct);
        return new EnrollmentRequired(tokens.Issue(enrollment), policy.EnrollmentTokenSeconds, [.. Methods().Select(method => new LoginMethod(method, AvailableAt: null))]);
    }

    // Where no message may go nobody could prove a number.
    private IEnumerable<SecondFactorMethod> Methods() =>
        sms.AllowedCallingCodes.Length == 0 ? [SecondFactorMethod.Totp] : [SecondFactorMethod.Totp, SecondFactorMethod.Sms];
}
