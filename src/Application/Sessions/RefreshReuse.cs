using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Sessions;

/// <summary>A refresh token came again long after it was exchanged: two have it, and one of them stole it. Nobody can tell which, so the session ends for both.</summary>
public sealed class RefreshReuse(ISessions sessions, IAccounts accounts, IAuditTrail audit, INotices notices, ITransactions transactions)
{
    /// <summary>Ends the session, once, however many replays come at the same moment; with its event and notice.</summary>
    public async Task EndAsync(OpaqueToken reused, DateTimeOffset now, CancellationToken ct)
    {
        if (await sessions.FindByRefreshTokenAsync(reused, ct) is { } owner)
        {
            await transactions.RunAsync(inner => EndAsync(owner, now, inner), ct);
        }
    }

    private async Task<Result<Done>> EndAsync(SessionOwner owner, DateTimeOffset now, CancellationToken ct)
    {
        // Somebody who stole several sessions costs the owner one message (security-requirements section 5). Held, so that of two sessions that end
        // at once the second sees that the owner was told.
        var account = await accounts.HoldAsync(owner.Account, ct);
        var toldLately = await sessions.AnyEndedAsync(owner.Account, SessionEnd.RefreshTokenReused, now - Notice.FailuresWindow, ct);
        if (!await sessions.EndAsync(owner.Session, owner.Account, SessionEnd.RefreshTokenReused, now, ct))
        {
            return new Done();
        }

        await audit.RecordAsync(new AuditEvent(SecurityEvent.RefreshTokenReused, now, owner.Account, owner.Session), ct);
        if (!toldLately)
        {
            await notices.TellAsync(new Notice(NoticeKind.RefreshTokenReused, owner.Account, account?.PhoneNumber, now), ct);
        }

        return new Done();
    }
}
