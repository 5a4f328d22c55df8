using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Sessions;

/// <summary>Sessions and their refresh tokens. The seam to the database.</summary>
public interface ISessions
{
    /// <summary>Stores a new session with its first refresh token.</summary>
    Task OpenAsync(Session session, OpaqueToken refreshToken, DateTimeOffset now, CancellationToken ct);

    /// <summary>The session if it has not ended and its account is not disabled.</summary>
    Task<LiveSession?> FindLiveAsync(SessionId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Exchanges a refresh token for its successor, exactly once. A repeat within the grace gets the same successor; a later one ends the
    /// session and answers <c>refresh_token_reused</c>; anything else answers <c>token_invalid</c> (ASVS 5.0 10.4.5).
    /// </summary>
    /// <param name="leastLevel">A session of a lower assurance level gets <c>token_invalid</c> and nothing is spent: a step-up cures it.</param>
    Task<Result<RotatedSession>> RotateAsync(OpaqueToken presented, int leastLevel, DateTimeOffset now, CancellationToken ct);

    /// <summary>Notes a new proof: its moment and what it was. Null when the session is over; it stays over.</summary>
    Task<Session?> RenewAsync(SessionId id, AuthenticationMethods methods, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends one session; false when it was over already.</summary>
    Task<bool> EndAsync(SessionId id, SessionEnd reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Ends every session of the account but <paramref name="keep"/> (ASVS 5.0 7.4.3). False, and nothing ended, when that one is over itself: of two
    /// sessions that do this at the same moment one stays. The caller holds the account (<see cref="IAccounts.HoldAsync"/> or a change of it).
    /// </summary>
    Task<bool> EndOthersAsync(AccountId account, SessionId keep, SessionEnd reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends every session of the account. The caller holds the account.</summary>
    Task EndAllAsync(AccountId account, SessionEnd reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>The session that a refresh token, spent or not, belongs to.</summary>
    Task<SessionOwner?> FindByRefreshTokenAsync(OpaqueToken token, CancellationToken ct);
}

/// <summary>Why a session ended.</summary>
public enum SessionEnd
{
    LogOut = 1,
    RefreshTokenReused = 2,
    FactorChanged = 3,
    PasswordChanged = 4,
    PasswordReset = 5,
    AccountDeleted = 7,
}

/// <param name="Session">The session, as old as its last proof.</param>
/// <param name="RefreshToken">The successor.</param>
/// <param name="RefreshExpiresAt">When the successor ends if it is not used.</param>
public sealed record RotatedSession(Session Session, OpaqueToken RefreshToken, DateTimeOffset RefreshExpiresAt);

public sealed record SessionOwner(SessionId Session, AccountId Account);
