using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>The first and the last step of an enrolment, around the factor that is switched on, in one transaction.</summary>
public sealed class EnrollmentSteps(
    IAccounts accounts, IEnrollments enrollments, IFactorBudgets budgets, IFactorDemands demands, FactorChanges changes, SessionOpening opening)
{
    /// <summary>
    /// Holds the account and spends the enrolment and the proof of its number: true of parallel ones for one. <c>token_invalid</c> when it is over or the
    /// account got a factor meanwhile.
    /// </summary>
    public async Task<Result<Account>> SpendAsync(AccountId id, EnrollmentId enrollment, FactorProof number, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.HoldAsync(id, ct) is not { } account || !await enrollments.SpendAsync(enrollment, id, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        var spent = await number.SpendAsync(account, ct);
        if (!spent.IsSuccess)
        {
            return spent.Error;
        }

        if (number.Factor is not null || account.MustEnroll)
        {
            await budgets.ClearAsync(id, Factor.Sms, ct);
        }

        return account;
    }

    /// <summary>Ends every session from before, makes recovery codes, opens a session of what was proved, and tells the owner.</summary>
    /// <param name="before">The account as it was.</param>
    /// <param name="number">See <see cref="EnrollmentProof"/>.</param>
    public async Task<LoginComplete> FinishAsync(Account before, SecurityEvent factor, AuthenticationMethods proved, FactorProof number, DateTimeOffset now, CancellationToken ct)
    {
        if (before.MustEnroll)
        {
            await demands.EnrolledAsync(before.Id, ct);
        }

        await changes.EndAllSessionsAsync(factor, before.Id, now, ct);
        var codes = await changes.CreateRecoveryCodesAsync(before.Id, session: null, now, ct);
        var complete = await opening.OpenAsync(before, proved, now, ct);

        // Before the notice, which locks the sums of the day: what two enrolments count they lock in one order.
        await number.CountAsync(before, ct);
        await changes.TellAsync(factor, before, now, ct);
        return complete with { RecoveryCodes = codes };
    }
}
