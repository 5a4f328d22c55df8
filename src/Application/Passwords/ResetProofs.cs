using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.Passwords;

/// <summary>What a new password can be set with instead of the old one. Nothing is spent here.</summary>
public sealed class ResetProofs(
    IAccounts accounts, IResetTokens tokens, IRecoveryCodes codes, IResetSubjects subjects, ResetTries tries, IAuditTrail audit, TimeProvider time)
{
    /// <summary><c>token_invalid</c> when there is no such token, or it is over.</summary>
    public async Task<Result<ResetProof>> OfTokenAsync(string passwordResetToken, CancellationToken ct)
    {
        var token = OpaqueToken.Parse(passwordResetToken);
        return await tokens.FindAsync(token, time.GetUtcNow(), ct) is { } id && await accounts.FindAsync(id, ct) is { } account
            ? new ResetProof(account, Factor.Sms, ResetErrors.TokenInvalid, (now, inner) => tokens.SpendAsync(token, now, inner))
            : ResetErrors.TokenInvalid;
    }

    /// <summary><c>code_invalid</c> for a wrong code, after the same work for an e-mail address without an account: one hash.</summary>
    public async Task<Result<ResetProof>> OfRecoveryCodeAsync(string emailAddress, string recoveryCode, CancellationToken ct)
    {
        var (email, now) = (EmailAddress.Parse(emailAddress), time.GetUtcNow());
        var (account, nobody) = (await accounts.FindAsync(email, ct), subjects.OfNobody(email));
        var subject = account?.Id ?? nobody;
        var counted = await CountAsync(subject, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        if (await codes.MatchAsync(subject, RecoveryCode.Parse(recoveryCode), ct) is { } match && !match.IsYoung(now) && account is { IsDisabled: false })
        {
            return new ResetProof(account, Factor.RecoveryCode, OtpErrors.CodeInvalid, (at, inner) => SpendAsync(subject, match, at, inner));
        }

        await audit.RecordAsync(new AuditEvent(SecurityEvent.PasswordResetFailed, now, account?.Id), ct);
        return OtpErrors.CodeInvalid;
    }

    private async Task<Result<Done>> CountAsync(AccountId subject, DateTimeOffset now, CancellationToken ct)
    {
        var asked = await tries.AskAsync(subject, Factor.RecoveryCode, now, ct);
        return asked.IsSuccess ? await tries.CountAsync(asked.Value, now, ct) : asked.Error;
    }

    private async Task<bool> SpendAsync(AccountId account, RecoveryCodeMatch match, DateTimeOffset now, CancellationToken ct)
    {
        if (!await codes.SpendAsync(account, match, ct))
        {
            return false;
        }

        await tries.ClearAsync(account, Factor.RecoveryCode, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.RecoveryCodeUsed, now, account), ct);
        return true;
    }
}

/// <summary>A right proof that is not used up yet.</summary>
/// <param name="Owner">As it was when the proof was looked at.</param>
/// <param name="Factor">What the next log-in cannot be proved with.</param>
/// <param name="Refusal">What to answer when it is gone meanwhile.</param>
/// <param name="SpendAsync">Uses it up, inside the transaction that sets the password; true for exactly one caller.</param>
public sealed record ResetProof(Account Owner, Factor Factor, Error Refusal, Func<DateTimeOffset, CancellationToken, Task<bool>> SpendAsync);
