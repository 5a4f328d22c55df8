using CleanAuth.Application.Pipeline;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Passwords;

/// <summary>
/// Sets a new password for somebody who forgot it, proved by a code by SMS or by a recovery code. Opens no session and ends all; the next log-in asks
/// for a second factor of another kind than the proof (decisions 1). The owner is told.
/// </summary>
public sealed record ResetPasswordCommand(string? PasswordResetToken, string? Email, string? RecoveryCode, string NewPassword) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(ResetPasswordCommand);
}

public sealed class ResetPasswordValidator : AbstractValidator<ResetPasswordCommand>
{
    public ResetPasswordValidator(PasswordRules rules)
    {
        When(c => c.PasswordResetToken is not null, () =>
        {
            RuleFor(c => c.PasswordResetToken).IsOpaqueToken();
            RuleFor(c => c.Email).Null().WithErrorCode("not_allowed").WithMessage("is only for a recoveryCode");
            RuleFor(c => c.RecoveryCode).Null().WithErrorCode("not_allowed").WithMessage("is only for a reset without passwordResetToken");
        });
        When(c => c is { PasswordResetToken: null, Email: null, RecoveryCode: null }, () =>
            RuleFor(c => c.PasswordResetToken).NotNull().WithErrorCode("required").WithMessage("is required, or email and recoveryCode"));
        When(c => c.PasswordResetToken is null && (c.Email is not null || c.RecoveryCode is not null), () =>
        {
            RuleFor(c => c.Email).Required().IsEmail();
            RuleFor(c => c.RecoveryCode).Required().IsRecoveryCode();
        });
        RuleFor(c => c.NewPassword).Required().IsNewPassword(rules, c => EmailAddress.TryParse(c.Email, out var email) ? email : null);
    }
}

public sealed class ResetPasswordHandler(
    ResetProofs proofs, PasswordRules rules, IAccounts accounts, PasswordReplacement replacement, ISessions sessions, IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
    : IRequestHandler<ResetPasswordCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(ResetPasswordCommand request, CancellationToken cancellationToken)
    {
        var found = request.PasswordResetToken is { } token
            ? await proofs.OfTokenAsync(token, cancellationToken)
            : await proofs.OfRecoveryCodeAsync(request.Email!, request.RecoveryCode!, cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        // Nothing is spent yet: a password that is refused costs no proof.
        var proof = found.Value;
        if (await rules.RefusalAsync(nameof(request.NewPassword), request.NewPassword, proof.Owner.Email, cancellationToken) is { } refused)
        {
            return refused;
        }

        var hash = await accounts.HashPasswordAsync(request.NewPassword, cancellationToken);
        return hash.IsSuccess ? await transactions.RunAsync(ct => ResetAsync(proof, hash.Value, ct), cancellationToken) : hash.Error;
    }

    private async Task<Result<Done>> ResetAsync(ResetProof proof, PasswordHash hash, CancellationToken ct)
    {
        var account = await accounts.HoldAsync(proof.Owner.Id, ct);

        // Read once the account is held, so that whatever was begun before has an older time.
        var now = time.GetUtcNow();
        if (account is not { IsDisabled: false } || !await proof.SpendAsync(now, ct))
        {
            return proof.Refusal;
        }

        await replacement.ReplaceAsync(account, hash, now, ct);
        await accounts.SetBarAsync(account.Id, FactorBar.AfterReset(proof.Factor, now), ct);
        await sessions.EndAllAsync(account.Id, SessionEnd.PasswordReset, now, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.PasswordReset, now, account.Id), ct);
        await notices.TellAsync(new Notice(NoticeKind.PasswordReset, account.Id, account.PhoneNumber, now), ct);
        return new Done();
    }
}
