using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Login;

/// <summary>Log-ins between the password and the first factor that the account must get. The seam to the database.</summary>
public interface IEnrollments
{
    Task OpenAsync(Enrollment enrollment, CancellationToken ct);

    /// <summary>
    /// True while the restricted token may be used: not spent, not expired, its account neither disabled nor given a new password since, and still
    /// without any factor, so that an older enrolment never adds to what its owner has switched on meanwhile.
    /// </summary>
    Task<bool> IsLiveAsync(EnrollmentId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>True for exactly one caller, under the conditions of <see cref="IsLiveAsync"/>. The caller holds the account.</summary>
    Task<bool> SpendAsync(EnrollmentId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends every enrolment of the account that is under way.</summary>
    Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct);
}
