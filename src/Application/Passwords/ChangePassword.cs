using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Passwords;

/// <summary>Replaces the password for somebody who knows it; ends the other sessions and every step of a log-in that is under way. The owner is told.</summary>
public sealed record ChangePasswordCommand(Session Session, string CurrentPassword, string NewPassword) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(ChangePasswordCommand);
}

public sealed class ChangePasswordValidator : AbstractValidator<ChangePasswordCommand>
{
    public ChangePasswordValidator(PasswordRules rules)
    {
        RuleFor(c => c.CurrentPassword).Required().IsPassword();
        RuleFor(c => c.NewPassword).Required().IsNewPassword(rules, _ => null);
    }
}

public sealed class ChangePasswordHandler(
    PasswordGate passwords, PasswordRules rules, IAccounts accounts, PasswordReplacement replacement, ISessions sessions, IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
    : IRequestHandler<ChangePasswordCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(ChangePasswordCommand request, CancellationToken cancellationToken)
    {
        var check = await passwords.CheckInSessionAsync(request.Session, request.CurrentPassword, cancellationToken);
        if (!check.IsSuccess)
        {
            return await RefuseAsync(check.Error, request.Session, cancellationToken);
        }

        if (await rules.RefusalAsync(nameof(request.NewPassword), request.NewPassword, check.Value.Email, cancellationToken) is { } refused)
        {
            return refused;
        }

        var hash = await accounts.HashPasswordAsync(request.NewPassword, cancellationToken);
        return hash.IsSuccess
            ? await transactions.RunAsync(ct => ReplaceAsync(request.Session, check.Value, hash.Value, ct), cancellationToken)
            : hash.Error;
    }

    private async Task<Result<Done>> RefuseAsync(Error error, Session session, CancellationToken ct)
    {
        if (error.Kind == ErrorKind.Unauthenticated)
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.StepUpFailed, time.GetUtcNow(), session.Account, session.Id), ct);
        }

        return error;
    }

    // Of two changes at once the second would overwrite a password that it never proved.
    private async Task<Result<Done>> ReplaceAsync(Session session, Account checkedBefore, PasswordHash hash, CancellationToken ct)
    {
        if (await accounts.HoldAsync(session.Account, ct) is not { IsDisabled: false } account)
        {
            return SessionErrors.TokenInvalid;
        }

        if (account.PasswordChangedAt != checkedBefore.PasswordChangedAt)
        {
            return LoginErrors.InvalidCredentials;
        }

        // Read once the account is held, so that whatever was begun before has an older time.
        var now = time.GetUtcNow();
        await replacement.ReplaceAsync(account, hash, now, ct);
        if (!await sessions.EndOthersAsync(account.Id, session.Id, SessionEnd.PasswordChanged, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        await audit.RecordAsync(new AuditEvent(SecurityEvent.PasswordChanged, now, account.Id, session.Id), ct);
        await notices.TellAsync(new Notice(NoticeKind.PasswordChanged, account.Id, account.PhoneNumber, now), ct);
        return new Done();
    }
}
