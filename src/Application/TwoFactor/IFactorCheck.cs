using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>One kind of second factor, as it is proved at the second step of a log-in and at a step-up.</summary>
public interface IFactorCheck
{
    SecondFactorMethod Method { get; }

    /// <summary>
    /// Counts the try in the factor's budget, then compares. A throttled try uses up nothing. Nothing is spent yet: that is the proof's, in the
    /// transaction that opens or renews the session.
    /// </summary>
    Task<Result<FactorProof>> CheckAsync(FactorAttempt attempt, DateTimeOffset now, CancellationToken ct);
}

/// <param name="Door">Where the code is answered; a code by SMS is bound to it.</param>
/// <param name="Code">Valid for the method.</param>
/// <param name="ChallengeId">Only for a code by SMS.</param>
/// <param name="CountTry">Uses up one try of the token that asks; false when it has none left.</param>
public sealed record FactorAttempt(OtpScope Door, string Code, string? ChallengeId, Func<CancellationToken, Task<bool>> CountTry)
{
    public AccountId Account => Door.Account!.Value;

    public override string ToString() => nameof(FactorAttempt);
}

/// <summary>A right code that is not used up yet.</summary>
/// <param name="Factor">Of which factor; its budget is cleared with the proof. Null: a password.</param>
/// <param name="Methods">What a session is that was opened with it.</param>
/// <param name="SpendAsync">Uses the code up, for an account that is held: an error when another request did, or the factor is gone meanwhile.</param>
public sealed record FactorProof(Factor? Factor, AuthenticationMethods Methods, Func<Account, CancellationToken, Task<Result<Done>>> SpendAsync)
{
    /// <summary>What is counted and told of it; called last in the transaction, because others wait for those rows.</summary>
    public Func<Account, CancellationToken, Task> CountAsync { get; init; } = (_, _) => Task.CompletedTask;
}
