using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Spend;

/// <summary>The spend guard. The seam to its counters, which all nodes share; metrics and log lines are written behind it.</summary>
public interface ISendGate
{
    /// <summary>
    /// Refuses a message with <c>sms_disabled</c>, <c>unavailable</c>, <c>send_limit_reached</c> or <c>rate_limited</c>, or gives null. Counts nothing
    /// but a refusal; the caps are judged again, exactly, when <see cref="IOtpChallenges.OpenAsync"/> counts the message.
    /// </summary>
    Task<Error?> AskAsync(SendAttempt attempt, CancellationToken ct);

    /// <summary>Counts a refusal that the number is the reason of, and gives it back.</summary>
    Task<Error> RefuseAsync(Error error, PhoneNumber to, DateTimeOffset at, CancellationToken ct);

    /// <summary>Counts that the code of a challenge came back right. Call it last in a transaction: everybody waits for these rows.</summary>
    Task CountVerifiedAsync(OtpChallenge challenge, CancellationToken ct);
}

/// <summary>A message that somebody asks for.</summary>
/// <param name="Account">Whose message it is; null when it was asked for without a token to prove a number, and for a reset that has no number to go to.</param>
/// <param name="Price">What it is taken to cost until the gateway says otherwise.</param>
public sealed record SendAttempt(PhoneNumber To, SendLane Lane, AccountId? Account, ClientAddress Client, Money Price, DateTimeOffset At)
{
    /// <summary>False when strangers choose the number: only these count against the prefix.</summary>
    public bool IsProved => SpendLanes.IsProved(Lane);

    /// <summary>False when strangers may have asked, a reset of somebody's password included: these count against the client and take no money that is kept for second factors.</summary>
    public bool IsByOwner => Lane == SendLane.OwnNumber;
}

/// <summary>Which lanes the guard judges together.</summary>
public static class SpendLanes
{
    /// <summary>True for messages to a number that its account proved before: an attack on sign-up must not cut second factors (docs/adr/0007).</summary>
    public static bool IsProved(SendLane lane) => lane is SendLane.OwnNumber or SendLane.PasswordReset;
}
