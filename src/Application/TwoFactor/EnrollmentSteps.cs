using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Application.TwoFactor;

/// <summary>The first and the last step of an enrolment, around the factor that is switched on, in one transaction.</summary>
public sealed class EnrollmentSteps(IAccounts accounts, IEnrollments enrollments, FactorChanges changes, SessionOpening opening)
{
    /// <summary>Holds the account and spends the enrolment: true of parallel ones for one. <c>token_invalid</c> when it is over or the account got a factor meanwhile.</summary>
    public async Task<Result<Account>> SpendAsync(AccountId id, EnrollmentId enrollment, DateTimeOffset now, CancellationToken ct) =>
        await accounts.HoldAsync(id, ct) is { } account && await enrollments.SpendAsync(enrollment, id, now, ct) ? account : SessionErrors.TokenInvalid;

    /// <summary>Ends every session from before, makes recovery codes, opens a session of what was proved, and tells the owner.</summary>
    /// <param name="before">The account as it was.</param>
    public async Task<LoginComplete> FinishAsync(Account before, SecurityEvent factor, AuthenticationMethods proved, DateTimeOffset now, CancellationToken ct)
    {
        await changes.EndAllSessionsAsync(factor, before.Id, now, ct);
        var codes = await changes.CreateRecoveryCodesAsync(before.Id, session: null, now, ct);
        var complete = await opening.OpenAsync(before.Id, proved, now, ct);
        await changes.TellAsync(factor, before, now, ct);
        return complete with { RecoveryCodes = codes };
    }
}
