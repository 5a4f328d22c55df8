using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Sessions;

/// <summary>Sessions and their refresh tokens. The seam to the database.</summary>
public interface ISessions
{
    /// <summary>Stores a new session with its first refresh token.</summary>
    /// <param name="source">Where the log-in came from; its device and network are kept, the rest is not.</param>
    Task OpenAsync(Session session, OpaqueToken refreshToken, Source source, DateTimeOffset now, CancellationToken ct);

    /// <summary>The session if it has not ended and its account is not disabled.</summary>
    Task<LiveSession?> FindLiveAsync(SessionId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// As <see cref="FindLiveAsync"/>, but what this node read within <see cref="SessionPolicy.CacheSeconds"/> is good enough, unless this node has
    /// changed it since. Only for what changes nothing and asks for no fresh proof (security-requirements D8).
    /// </summary>
    Task<LiveSession?> FindLatelyLiveAsync(SessionId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>How many sessions of the account are open, and when the newest was opened of those that are kept.</summary>
    Task<SessionCount> CountAsync(AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>The open sessions of the account, the last used first.</summary>
    Task<Page<OpenSession>> ListAsync(AccountId account, PageRequest page, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Exchanges a refresh token for its successor, exactly once. A repeat within the grace gets the same successor or, when that one was exchanged
    /// as well, the newest one that came of it; a later one answers <c>refresh_token_reused</c>, and the caller ends the session; anything else
    /// answers <c>token_invalid</c> (ASVS 5.0 10.4.5). So does a session of a password alone once its account must have a second factor; then nothing is
    /// spent, and a step-up cures it.
    /// </summary>
    /// <param name="source">Where it came from; its network becomes that of the session's last use.</param>
    Task<Result<RotatedSession>> RotateAsync(OpaqueToken presented, Source source, DateTimeOffset now, CancellationToken ct);

    /// <summary>Notes a new proof: its moment and what it was. Null when the session is over; it stays over.</summary>
    Task<Session?> RenewAsync(SessionId id, AuthenticationMethods methods, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends one session; false when it was over already, or is not of that account.</summary>
    Task<bool> EndAsync(SessionId id, AccountId owner, SessionEnd reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Ends every session of the account but <paramref name="keep"/> (ASVS 5.0 7.4.3). False, and nothing ended, when that one is over itself: of two
    /// sessions that do this at the same moment one stays. The caller holds the account (<see cref="IAccounts.HoldAsync"/> or a change of it).
    /// </summary>
    Task<bool> EndOthersAsync(AccountId account, SessionId keep, SessionEnd reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends every session of the account. The caller holds the account.</summary>
    Task EndAllAsync(AccountId account, SessionEnd reason, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends open sessions of the account, the oldest first, until <paramref name="keep"/> are left; gives those that it ended. The caller holds the account.</summary>
    Task<IReadOnlyList<SessionId>> EndOldestAsync(AccountId account, int keep, DateTimeOffset now, CancellationToken ct);

    /// <summary>True when a session of the account was ended for that reason after <paramref name="since"/>.</summary>
    Task<bool> AnyEndedAsync(AccountId account, SessionEnd reason, DateTimeOffset since, CancellationToken ct);

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

    /// <summary>By its owner, from the list.</summary>
    EndedByOwner = 10,

    /// <summary>The account opened more than it may have.</summary>
    TooMany = 11,

    EndedByAdministrator = 12,

    AccountDisabled = 13,

    /// <summary>An administrator took every second factor away.</summary>
    FactorsReset = 14,
}

/// <summary>A session as its owner sees it.</summary>
/// <param name="Device">See <see cref="DeviceName"/>.</param>
/// <param name="Network">Of its last use; see <see cref="Source.Network"/>.</param>
/// <param name="LastUsedAt">When it was opened or last refreshed.</param>
public sealed record OpenSession(SessionId Id, string Device, string? Network, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, AuthenticationMethods Methods);

/// <param name="Session">The session, as old as its last proof.</param>
/// <param name="RefreshToken">The successor.</param>
/// <param name="RefreshExpiresAt">When the successor ends if it is not used.</param>
/// <param name="EnforceFrom">From when on a session of a password alone is not refreshed; null: never, or it has two factors.</param>
public sealed record RotatedSession(Session Session, OpaqueToken RefreshToken, DateTimeOffset RefreshExpiresAt, DateTimeOffset? EnforceFrom = null);

public sealed record SessionOwner(SessionId Session, AccountId Account);

/// <param name="Open">Those that can still be refreshed.</param>
/// <param name="LastOpenedAt">Null: no session is kept any more, or there never was one.</param>
public sealed record SessionCount(int Open, DateTimeOffset? LastOpenedAt);
