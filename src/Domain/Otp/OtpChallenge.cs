using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Otp;

/// <summary>One code that was sent to one number for one purpose.</summary>
/// <param name="Id">What the client names it by.</param>
/// <param name="Scope">Who may answer.</param>
/// <param name="Phone">Where the code went.</param>
/// <param name="Label">The public name of the code, see <see cref="CodeLabel"/>.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="ExpiresAt">A right code from this moment on is refused with <c>challenge_expired</c>.</param>
public sealed record OtpChallenge(ChallengeId Id, OtpScope Scope, PhoneNumber Phone, string Label, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>A keyed hash of a code and the key that made it.</summary>
/// <param name="KeyId">Which key; older keys still verify while they are configured.</param>
/// <param name="Value">HMAC-SHA-256, 32 bytes.</param>
public sealed record CodeHash(string KeyId, byte[] Value);
