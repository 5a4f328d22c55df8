using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.Passwords;

/// <summary>The one way to try a reset code: asked before anything is used up, counted before anything is compared. The same for accounts that do not exist.</summary>
public sealed class ResetTries(IResetBudgets budgets, IKnownSources sources, IRequestSource request, BudgetPolicy policy)
{
    /// <summary>Refuses while the door is throttled or closed; uses up nothing.</summary>
    public async Task<Result<ResetTry>> AskAsync(AccountId subject, Factor proof, DateTimeOffset now, CancellationToken ct) =>
        await AskAsync(new ResetDoor(subject, proof, await sources.IsKnownAsync(subject, request.Current, now, ct)), now, ct);

    /// <summary>Counts one try; refuses when tries in parallel left no room for it.</summary>
    public async Task<Result<Done>> CountAsync(ResetTry asked, DateTimeOffset now, CancellationToken ct)
    {
        while (!await budgets.TryCountAsync(asked.Door, asked.Budget, asked.Budget.Counted(asked.Door, policy, now), now, ct))
        {
            var again = await AskAsync(asked.Door, now, ct);
            if (!again.IsSuccess)
            {
                return again.Error;
            }

            asked = again.Value;
        }

        return new Done();
    }

    /// <summary>After a right code: forgets the tries, from known and unknown sources. In the transaction that uses the code up.</summary>
    public Task ClearAsync(AccountId subject, Factor proof, CancellationToken ct) => budgets.ClearAsync(subject, proof, ct);

    private async Task<Result<ResetTry>> AskAsync(ResetDoor door, DateTimeOffset now, CancellationToken ct)
    {
        var budget = await budgets.FindAsync(door, ct);
        return budget.Judge(now) is { } refusal ? refusal : new ResetTry(door, budget);
    }
}

/// <summary>A try that may be made, and the budget as it was seen.</summary>
public sealed record ResetTry(ResetDoor Door, ResetBudget Budget);
