using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Clears every failure budget of an account, those of its password, its factors and its reset codes, and what a reset barred; inside a transaction.</summary>
public sealed class AccountUnlocking(IAccounts accounts, IFactorBudgets budgets, IPasswordBudgets passwords, IResetBudgets resets)
{
    public async Task UnlockAsync(Account account, CancellationToken ct)
    {
        // First the account, which is what everybody else holds first.
        await accounts.SetBarAsync(account.Id, null, ct);
        foreach (var factor in Enum.GetValues<Factor>())
        {
            await budgets.ClearAsync(account.Id, factor, ct);
            await resets.ClearAsync(account.Id, factor, ct);
        }

        await passwords.ClearAsync(account.Email, ct);
    }
}
