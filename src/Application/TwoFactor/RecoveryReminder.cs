using CleanAuth.Application.Login;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>What the answer to a second step says about recovery codes, inside its transaction.</summary>
public sealed class RecoveryReminder(IRecoveryCodes codes, FactorChanges changes)
{
    /// <summary>
    /// After a recovery code: how many are left. After another factor: ten new ones when none is left, as for accounts that switched SMS on before
    /// there were any (decisions 29).
    /// </summary>
    public async Task<LoginComplete> AddAsync(LoginComplete complete, AccountId account, Factor proved, DateTimeOffset now, CancellationToken ct)
    {
        if (proved == Factor.RecoveryCode)
        {
            return complete with { RecoveryCodesLeft = await codes.CountAsync(account, ct) };
        }

        return await changes.CreateMissingRecoveryCodesAsync(account, session: null, now, ct) is { Count: > 0 } created ? complete with { RecoveryCodes = created } : complete;
    }
}
