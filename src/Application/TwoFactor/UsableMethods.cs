using CleanAuth.Application.Login;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>What an account can really prove now, best first. Told only after the right password.</summary>
public sealed class UsableMethods(IFactorBudgets budgets, IRecoveryCodes codes, BudgetPolicy policy)
{
    public async Task<IReadOnlyList<LoginMethod>> OfAsync(Account account, DateTimeOffset now, CancellationToken ct)
    {
        (SecondFactorMethod Method, Factor Factor, bool Exists)[] all =
        [
            (SecondFactorMethod.Totp, Factor.Totp, account.TotpFactorEnabled),
            (SecondFactorMethod.Sms, Factor.Sms, account.SmsFactorEnabled),
            (SecondFactorMethod.RecoveryCode, Factor.RecoveryCode, await codes.CountAsync(account.Id, ct) > 0),
        ];
        var tried = await budgets.OfAccountAsync(account.Id, ct);

        // A suspended factor cannot be used and is left out, as one that only another factor sets free.
        return
        [
            .. from method in all
               where method.Exists
               let budget = tried.GetValueOrDefault(method.Factor, FactorBudget.Fresh)
               let bar = account.Bar?.Holds(method.Factor, now) == true ? account.Bar : null
               where !budget.IsSuspended(policy) && bar is not { Until: null }
               let freeAt = bar?.Until > budget.NextTryAt || budget.NextTryAt is null ? bar?.Until : budget.NextTryAt
               select new LoginMethod(method.Method, freeAt > now ? freeAt : null),
        ];
    }
}
