using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>What follows from a change of a factor, inside its transaction.</summary>
public sealed class FactorChanges(IRecoveryCodes codes, ISessions sessions, IAuditTrail audit)
{
    /// <summary>Makes ten new codes in place of all older ones, and gives them to be shown once.</summary>
    public async Task<IReadOnlyList<string>> CreateRecoveryCodesAsync(AccountId account, SessionId session, DateTimeOffset now, CancellationToken ct)
    {
        var set = RecoveryCode.GenerateSet();
        await codes.ReplaceAsync(account, set, now, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.RecoveryCodesCreated, now, account, session), ct);
        return [.. set.Select(code => code.RevealText())];
    }

    /// <summary>Recovery codes exist only beside another factor and go with the last one (decisions 1).</summary>
    public Task RemoveRecoveryCodesAsync(AccountId account, DateTimeOffset now, CancellationToken ct) => codes.ReplaceAsync(account, [], now, ct);

    /// <summary>Records the change and ends every other session (ASVS 5.0 7.4.3); <c>token_invalid</c> when the session that asks is over itself.</summary>
    public async Task<Result<Done>> EndOtherSessionsAsync(SecurityEvent change, AccountId account, SessionId session, DateTimeOffset now, CancellationToken ct)
    {
        if (!await sessions.EndOthersAsync(account, session, SessionEnd.FactorChanged, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        await audit.RecordAsync(new AuditEvent(change, now, account, session), ct);
        return new Done();
    }
}
