using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Application.Sessions;

/// <summary>
/// Holds an account for a change by one of its sessions, inside a transaction. The session is asked for again once the account is held: it may have been
/// ended since the door, for instance by its owner who changed the password elsewhere.
/// </summary>
public sealed class SessionHold(IAccounts accounts, ISessions sessions)
{
    /// <summary><c>token_invalid</c> when account or session is over.</summary>
    public async Task<Result<Account>> HoldAsync(AccountId account, SessionId session, DateTimeOffset now, CancellationToken ct) =>
        await accounts.HoldAsync(account, ct) is { IsDisabled: false } held && await sessions.FindLiveAsync(session, account, now, ct) is not null
            ? held
            : SessionErrors.TokenInvalid;
}
