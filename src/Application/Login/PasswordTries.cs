using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;

namespace CleanAuth.Application.Login;

/// <summary>The one way to count passwords: asked before one waits for its hash, counted before anything is compared.</summary>
public sealed class PasswordTries(IPasswordBudgets budgets, IAuditTrail audit, PasswordBudgetPolicy policy, TimeProvider time)
{
    /// <summary>Refuses during a delay; neither counts nor lengthens it, and only the first refusal of a delay is recorded.</summary>
    /// <param name="account">For the record; null when the e-mail is unknown.</param>
    public async Task<Result<PasswordBudget>> AskAsync(PasswordCounter counter, AccountId? account, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var budget = await budgets.FindAsync(counter, ct);
        if (budget.Judge(policy, now) is not { } refusal)
        {
            return budget;
        }

        if (!budget.RefusalNoted && await budgets.NoteRefusalAsync(counter, budget, ct))
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.LoginThrottled, now, account, counter.Session), ct);
        }

        return refusal;
    }

    /// <summary>Counts one try and gives the budget as it was before it; refuses when tries in parallel left no room for it.</summary>
    public async Task<Result<PasswordBudget>> CountAsync(PasswordCounter counter, AccountId? account, PasswordBudget seen, CancellationToken ct)
    {
        while (!await budgets.TryCountAsync(counter, seen, seen.Counted(policy, time.GetUtcNow()), ct))
        {
            var again = await AskAsync(counter, account, ct);
            if (!again.IsSuccess)
            {
                return again.Error;
            }

            seen = again.Value;
        }

        return seen;
    }

    /// <summary>After a right password. Gives the wrong ones before it, to one of several at once.</summary>
    public async Task<int> ClearAsync(PasswordCounter counter, PasswordBudget seen, CancellationToken ct) =>
        await budgets.ClearAsync(counter, ct) ? seen.Failures : 0;
}
