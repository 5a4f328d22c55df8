using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Accounts;

/// <summary>Gathers what is stored about a person, for its owner. The seam to the database.</summary>
public interface IPersonalData
{
    /// <summary>Everything but password hash, secrets and codes. Of each list at most <paramref name="most"/>, the newest first.</summary>
    Task<PersonalData> GatherAsync(AccountId account, int most, CancellationToken ct);
}

/// <param name="TotpEnabledAt">Since when there is an authenticator app.</param>
/// <param name="RecoveryCodesCreatedAt">When the recovery codes that are left were made.</param>
/// <param name="KnownNetworks">From how many networks the account logged in lately; only their keyed hashes are stored.</param>
/// <param name="LastKnownLoginAt">The newest log-in from one of them.</param>
public sealed record PersonalData(
    DateTimeOffset? TotpEnabledAt, DateTimeOffset? RecoveryCodesCreatedAt, int KnownNetworks, DateTimeOffset? LastKnownLoginAt, IReadOnlyList<HeldSession> Sessions,
    IReadOnlyList<ActivityEntry> Activity, IReadOnlyList<HeldMessage> Messages, IReadOnlyList<HeldAuditEvent> AuditEvents);

/// <param name="Device">A name for the browser or program.</param>
/// <param name="Network">Where it was last used, shortened.</param>
/// <param name="Methods">What was proved, as in <c>amr</c>.</param>
public sealed record HeldSession(
    Guid SessionId, string Device, string? Network, IReadOnlyList<string> Methods, DateTimeOffset CreatedAt, DateTimeOffset AuthenticatedAt, DateTimeOffset LastUsedAt, DateTimeOffset EndsAt,
    DateTimeOffset? EndedAt, SessionEnd? EndReason);

/// <summary>A message that the account got or asked for. Its words were erased when it was sent.</summary>
public sealed record HeldMessage(DateTimeOffset CreatedAt, OtpChannel Channel, string PhoneNumber, DateTimeOffset? FinishedAt, string? Reason)
{
    public override string ToString() => nameof(HeldMessage);
}

public sealed record HeldAuditEvent(DateTimeOffset At, SecurityEvent Event, Guid? SessionId);
