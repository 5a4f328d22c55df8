using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>What follows from a change of a factor or its number, inside its transaction.</summary>
public sealed class FactorChanges(IRecoveryCodes codes, ISessions sessions, IAuditTrail audit, INotices notices)
{
    /// <summary>Makes ten new codes in place of all older ones, and gives them to be shown once.</summary>
    public async Task<IReadOnlyList<string>> CreateRecoveryCodesAsync(AccountId account, SessionId? session, DateTimeOffset now, CancellationToken ct)
    {
        var set = RecoveryCode.GenerateSet();
        await codes.ReplaceAsync(account, set, now, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.RecoveryCodesCreated, now, account, session), ct);
        return [.. set.Select(code => code.RevealText())];
    }

    /// <summary>As <see cref="CreateRecoveryCodesAsync"/> when the account has none left, otherwise nothing.</summary>
    public async Task<IReadOnlyList<string>> CreateMissingRecoveryCodesAsync(AccountId account, SessionId? session, DateTimeOffset now, CancellationToken ct) =>
        await codes.CountAsync(account, ct) > 0 ? [] : await CreateRecoveryCodesAsync(account, session, now, ct);

    /// <summary>Recovery codes exist only beside another factor and go with the last one (decisions 1).</summary>
    public Task RemoveRecoveryCodesAsync(AccountId account, DateTimeOffset now, CancellationToken ct) => codes.ReplaceAsync(account, [], now, ct);

    /// <summary>
    /// Records the change, ends every other session (ASVS 5.0 7.4.3) and tells the owner; <c>token_invalid</c> when the session that asks is over
    /// itself. Call it last, see <see cref="INotices.TellAsync"/>.
    /// </summary>
    /// <param name="before">The account as it was.</param>
    public async Task<Result<Done>> EndOtherSessionsAsync(SecurityEvent change, Account before, SessionId session, DateTimeOffset now, CancellationToken ct)
    {
        if (!await sessions.EndOthersAsync(before.Id, session, SessionEnd.FactorChanged, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        await audit.RecordAsync(new AuditEvent(change, now, before.Id, session), ct);
        await TellAsync(change, before, now, ct);
        return new Done();
    }

    /// <summary>Tells the owner of a change, if it is news. Call it last, see <see cref="INotices.TellAsync"/>.</summary>
    public Task TellAsync(SecurityEvent change, Account before, DateTimeOffset now, CancellationToken ct) =>
        NoticeOf(change, before) is { } kind ? TellAsync(kind, before, now, ct) : Task.CompletedTask;

    /// <summary>As <see cref="EndOtherSessionsAsync"/>, when there is no session that asks.</summary>
    public async Task EndAllSessionsAsync(SecurityEvent change, AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        await sessions.EndAllAsync(account, SessionEnd.FactorChanged, now, ct);
        await audit.RecordAsync(new AuditEvent(change, now, account), ct);
    }

    public Task TellAsync(NoticeKind kind, Account account, DateTimeOffset now, CancellationToken ct) =>
        notices.TellAsync(new Notice(kind, account.Id, account.PhoneNumber, now), ct);

    // Switched on again it is nothing new.
    private static NoticeKind? NoticeOf(SecurityEvent change, Account before) => change switch
    {
        SecurityEvent.SmsFactorEnabled when !before.SmsFactorEnabled => NoticeKind.SmsFactorEnabled,
        SecurityEvent.SmsFactorDisabled when before.SmsFactorEnabled => NoticeKind.SmsFactorDisabled,
        SecurityEvent.PhoneRemoved => NoticeKind.PhoneRemoved,
        SecurityEvent.TotpFactorEnabled => NoticeKind.TotpFactorEnabled,
        SecurityEvent.TotpFactorDisabled => NoticeKind.TotpFactorDisabled,
        _ => null,
    };
}
