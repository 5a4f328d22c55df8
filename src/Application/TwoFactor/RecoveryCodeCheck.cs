using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>One of the codes that were written down, once. Its owner is told, because a found list is used without the phone.</summary>
public sealed class RecoveryCodeCheck(IRecoveryCodes codes, FactorTries tries, IAuditTrail audit, INotices notices) : IFactorCheck
{
    public SecondFactorMethod Method => SecondFactorMethod.RecoveryCode;

    public async Task<Result<FactorProof>> CheckAsync(FactorAttempt attempt, DateTimeOffset now, CancellationToken ct)
    {
        var counted = await tries.CountAsync(attempt, Factor.RecoveryCode, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        return await codes.MatchAsync(attempt.Account, RecoveryCode.Parse(attempt.Code), ct) is { } match
            ? new FactorProof(Factor.RecoveryCode, AuthenticationMethods.PasswordAndRecoveryCode,
                (account, inner) => SpendAsync(account, match, now, inner))
            {
                CountAsync = (account, inner) => TellAsync(account, attempt.Door.Session, now, inner),
            }
            : OtpErrors.CodeInvalid;
    }

    private async Task<Result<Done>> SpendAsync(Account account, RecoveryCodeMatch match, DateTimeOffset now, CancellationToken ct)
    {
        if (account.Bar?.Judge(Factor.RecoveryCode, now) is { } barred)
        {
            return barred;
        }

        return await codes.SpendAsync(account.Id, match, ct) ? new Done() : OtpErrors.CodeInvalid;
    }

    private async Task TellAsync(Account account, SessionId? session, DateTimeOffset now, CancellationToken ct)
    {
        await audit.RecordAsync(new AuditEvent(SecurityEvent.RecoveryCodeUsed, now, account.Id, session), ct);
        await notices.TellAsync(new Notice(NoticeKind.RecoveryCodeUsed, account.Id, account.PhoneNumber, now), ct);
    }
}
