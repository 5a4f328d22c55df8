using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Passwords;

/// <summary>Challenges for a forgotten password, where they differ from others: nobody may learn from them whether there is an account (security-requirements D2).</summary>
public interface IResetChallenges
{
    /// <summary>Stands in place of a number in a challenge that is sent to nobody: its calling code is not assigned.</summary>
    static readonly PhoneNumber Nowhere = PhoneNumber.Parse("+99900000000");

    /// <summary>What was asked for in the name of <paramref name="subject"/> within <see cref="SendLimits.Memory"/>, oldest first.</summary>
    Task<SendHistory> SendsAsync(AccountId subject, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Stores a challenge without a message, with the same round trips as <see cref="IOtpChallenges.OpenAsync"/>. False when another request took that
    /// send first; then nothing was stored.
    /// </summary>
    Task<bool> OpenDecoyAsync(OtpChallenge decoy, CodeHash hash, SendHistory history, CancellationToken ct);

    /// <summary>The challenge of a reset, over or not, or null.</summary>
    Task<OtpChallenge?> FindAsync(ChallengeId id, CancellationToken ct);
}
