using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.Administration;

/// <summary>What wrong passwords and codes closed of an account, for whoever may <see cref="UnlockUserCommand">unlock</see> it.</summary>
public sealed class UserThrottles(IFactorBudgets factors, IPasswordBudgets passwords, BudgetPolicy factorPolicy, PasswordBudgetPolicy passwordPolicy)
{
    public async Task<IReadOnlyList<ThrottledFactor>> FactorsAsync(AccountId account, DateTimeOffset now, CancellationToken ct) =>
    [
        .. (await factors.OfAccountAsync(account, ct)).OrderBy(tried => tried.Key).Select(tried => new ThrottledFactor(
            tried.Key, tried.Value.Failures, tried.Value.IsSuspended(factorPolicy),
            tried.Value.IsSuspended(factorPolicy) || tried.Value.NextTryAt <= now ? null : tried.Value.NextTryAt)),
    ];

    /// <summary>The last moment at which any counter of the password refuses; others may be open before it.</summary>
    public async Task<DateTimeOffset?> PasswordUntilAsync(EmailAddress email, DateTimeOffset now, CancellationToken ct) =>
        (await passwords.OfEmailAsync(email, ct)).Max(counter => counter.RefusesUntil(passwordPolicy, now));
}

/// <param name="Factor">Which one.</param>
/// <param name="Failures">Wrong codes in a row.</param>
/// <param name="Suspended">It takes no code any more, until another factor or an administrator clears it.</param>
/// <param name="NextTryAt">No code is taken before; absent: one is taken now, or none at all.</param>
public sealed record ThrottledFactor(Factor Factor, int Failures, bool Suspended, DateTimeOffset? NextTryAt);
