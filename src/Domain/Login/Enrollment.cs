using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Login;

/// <summary>Names one log-in that waits for its account's first factor; the <c>jti</c> of its restricted token.</summary>
public readonly record struct EnrollmentId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A log-in whose password was right, of an account that must have a second factor and has none.</summary>
/// <param name="Id">The <c>jti</c> of the <c>enrollmentToken</c>.</param>
/// <param name="Account">Whose password it was.</param>
/// <param name="StartedAt">When the password was checked.</param>
/// <param name="ExpiresAt">The restricted token's own end.</param>
public sealed record Enrollment(EnrollmentId Id, AccountId Account, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt);
