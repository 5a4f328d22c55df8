using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>The one way to try a code of a factor: asked before anything is used up, counted before anything is compared.</summary>
public sealed class FactorTries(IFactorBudgets budgets, IAuditTrail audit, BudgetPolicy policy)
{
    /// <summary>Refuses while the factor is throttled or suspended; uses up nothing.</summary>
    public async Task<Result<FactorBudget>> AskAsync(AccountId account, Factor factor, DateTimeOffset now, CancellationToken ct)
    {
        var budget = await budgets.FindAsync(account, factor, ct);
        return budget.Judge(policy, now) is { } refusal ? refusal : budget;
    }

    /// <summary>Asks the budget, then uses up one try of the token that asks and one of the factor; refuses before anything is used up.</summary>
    public async Task<Result<Done>> CountAsync(FactorAttempt attempt, Factor factor, DateTimeOffset now, CancellationToken ct)
    {
        var budget = await AskAsync(attempt.Account, factor, now, ct);
        if (!budget.IsSuccess)
        {
            return budget.Error;
        }

        return await attempt.CountTry(ct) ? await CountAsync(attempt.Account, factor, budget.Value, now, ct) : SessionErrors.TokenInvalid;
    }

    /// <summary>Counts one try; refuses when tries in parallel left no room for it.</summary>
    public async Task<Result<Done>> CountAsync(AccountId account, Factor factor, FactorBudget seen, DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            var counted = seen.Counted(policy, now);
            if (await budgets.TryCountAsync(account, factor, seen, counted, ct))
            {
                await TellWhenSuspendedAsync(account, counted, now, ct);
                return new Done();
            }

            var again = await AskAsync(account, factor, now, ct);
            if (!again.IsSuccess)
            {
                return again.Error;
            }

            seen = again.Value;
        }
    }

    private async Task TellWhenSuspendedAsync(AccountId account, FactorBudget counted, DateTimeOffset now, CancellationToken ct)
    {
        if (counted.IsSuspended(policy))
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.FactorSuspended, now, account), ct);
        }
    }
}
