using CleanAuth.Application.Login;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Application.Sessions;

/// <summary>The end of every log-in: a new session, never one that was sent (ASVS 5.0 7.2.4). Runs inside the caller's transaction, which holds the account.</summary>
public sealed class SessionOpening(
    ISessions sessions, IKnownSources sources, IRequestSource request, IAccessTokenIssuer accessTokens, IAuditTrail audit, SessionPolicy policy, JwtPolicy jwt)
{
    public async Task<LoginComplete> OpenAsync(Account owner, AuthenticationMethods methods, DateTimeOffset now, CancellationToken ct)
    {
        var account = owner.Id;
        var session = new Session(new SessionId(Guid.CreateVersion7(now)), account, methods, now, now + policy.Absolute);
        var refreshToken = OpaqueToken.Generate();
        foreach (var oldest in await sessions.EndOldestAsync(account, policy.MaxPerAccount - 1, now, ct))
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.OldestSessionEnded, now, account, oldest), ct);
        }

        await sessions.OpenAsync(session, refreshToken, request.Current, now, ct);
        await sources.RememberAsync(account, request.Current, now, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.LoginSucceeded, now, account, session.Id), ct);

        var end = policy.Idle < policy.Absolute ? now + policy.Idle : session.EndsAt;
        return SessionTokens.Answer(accessTokens.Issue(session, now), jwt, refreshToken, policy.EndOf(owner.Role, now, now, end) - now);
    }
}
