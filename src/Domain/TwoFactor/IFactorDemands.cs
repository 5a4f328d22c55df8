using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>What administrators decide about the second factors of an account that the caller holds. The seam to the database.</summary>
public interface IFactorDemands
{
    /// <summary>Demands a second factor from a moment on, now or later; null: no longer.</summary>
    Task DemandAsync(AccountId account, DateTimeOffset? from, CancellationToken ct);

    /// <summary>
    /// Takes every second factor away, because one was lost: the secrets of the app, active and waiting, codes by SMS, recovery codes, and the wrong codes
    /// that were counted. The next log-in has to enrol, see <see cref="Account.MustEnroll"/>.
    /// </summary>
    Task TakeAwayAsync(AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>The enrolment after such a reset is over.</summary>
    Task EnrolledAsync(AccountId account, CancellationToken ct);
}
