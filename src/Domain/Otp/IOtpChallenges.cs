using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;

namespace CleanAuth.Domain.Otp;

/// <summary>Challenges and the sends of each number. The seam to the database.</summary>
public interface IOtpChallenges
{
    /// <summary>The sends to <paramref name="phone"/> in <paramref name="lane"/> within <see cref="SendLimits.Memory"/>, oldest first.</summary>
    Task<SendHistory> SendsAsync(PhoneNumber phone, SendLane lane, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Stores the challenge, its message and the send that <paramref name="history"/> counts next, and counts it for the spend guard, in one
    /// transaction. False when another request took that send first, an error when a cap of the guard is reached; then nothing was stored.
    /// </summary>
    Task<Result<bool>> OpenAsync(OtpChallenge challenge, CodeHash hash, OutgoingMessage message, SendHistory history, SendAttempt attempt, CancellationToken ct);

    /// <summary>The challenge and its message's state, until the challenge expires.</summary>
    Task<ChallengeDelivery?> FindDeliveryAsync(ChallengeId id, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Uses up one try before anything is compared, and gives what to compare with. <c>challenge_not_found</c> when id and scope do not
    /// fit, which uses up nothing; <c>code_superseded</c>, <c>challenge_used</c>, <c>challenge_exhausted</c> or <c>challenge_expired</c> when it is over.
    /// </summary>
    Task<Result<CountedTry>> CountTryAsync(ChallengeId id, OtpScope scope, DateTimeOffset now, CancellationToken ct);

    /// <summary>True for exactly one caller: the row count of a guarded update decides.</summary>
    Task<bool> ConsumeAsync(ChallengeId id, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends every open challenge of the account, for instance because its number changed, and sends no message with its code that still waits.</summary>
    Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct);
}

/// <summary>A try that was counted and may now be compared.</summary>
public sealed record CountedTry(OtpChallenge Challenge, CodeHash Hash);
