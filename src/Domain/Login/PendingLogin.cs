using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Login;

/// <summary>Names one log-in that waits for its second factor; the <c>jti</c> of its restricted token.</summary>
public readonly record struct PendingLoginId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A log-in whose password was right and whose second factor is still missing.</summary>
/// <param name="Id">The <c>jti</c> of the <c>secondFactorToken</c>.</param>
/// <param name="Account">Whose password it was.</param>
/// <param name="StartedAt">When the password was checked.</param>
/// <param name="ExpiresAt">The restricted token's own end.</param>
public sealed record PendingLogin(PendingLoginId Id, AccountId Account, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt);
