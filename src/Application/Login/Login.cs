using CleanAuth.Application.Pipeline;
using CleanAuth.Application.Sessions;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Login;

/// <summary>Checks a password: gives a session, or the token for the second step when the account has a second factor, or for its first factor when it must have one.</summary>
/// <param name="Email">The name of the account.</param>
/// <param name="Password">Exactly as it was set: nothing is trimmed or normalised.</param>
public sealed record LoginCommand(string Email, string Password) : IRequest<Result<LoginAnswer>>
{
    public override string ToString() => nameof(LoginCommand);
}

public sealed class LoginValidator : AbstractValidator<LoginCommand>
{
    public LoginValidator()
    {
        RuleFor(c => c.Email).Required().IsEmail();
        RuleFor(c => c.Password).Required().IsPassword();
    }
}

public sealed class LoginHandler(
    IAccounts accounts, PasswordGate passwords, IPendingLogins pendingLogins, ISecondFactorTokens secondFactorTokens, SessionOpening opening, EnrollmentOpening enrolling,
    LoginAfterFailures afterFailures, IAuditTrail audit, ITransactions transactions, UsableMethods methods, SessionPolicy policy, TwoFactorPolicy twoFactor, TimeProvider time)
    : IRequestHandler<LoginCommand, Result<LoginAnswer>>
{
    public async Task<Result<LoginAnswer>> Handle(LoginCommand request, CancellationToken cancellationToken)
    {
        var check = await passwords.CheckAtLoginAsync(EmailAddress.Parse(request.Email), request.Password, cancellationToken);
        if (!check.IsSuccess)
        {
            return check.Error;
        }

        // Read after the hash: it may have waited for seconds.
        var now = time.GetUtcNow();
        var (account, isRight, failuresBefore) = check.Value;
        if (!isRight || account is null)
        {
            return await RefuseAsync(SecurityEvent.LoginFailed, LoginErrors.InvalidCredentials, account, now, cancellationToken);
        }

        if (account.IsDisabled)
        {
            return await RefuseAsync(SecurityEvent.LoginRefusedDisabled, AccountErrors.Disabled, account, now, cancellationToken);
        }

        var answer = await transactions.RunAsync(ct => DecideAsync(account, failuresBefore, now, ct), cancellationToken);
        return answer.IsSuccess ? answer : await RefuseAsync(SecurityEvent.LoginFailed, answer.Error, account, now, cancellationToken);
    }

    private async Task<Result<LoginAnswer>> RefuseAsync(SecurityEvent reason, Error error, Account? account, DateTimeOffset now, CancellationToken ct)
    {
        await audit.RecordAsync(new AuditEvent(reason, now, account?.Id), ct);
        return error;
    }

    // The password was checked against an account that was read before the hash: a factor, a new password or a lock may have come meanwhile.
    private async Task<Result<LoginAnswer>> DecideAsync(Account checkedBefore, int failuresBefore, DateTimeOffset now, CancellationToken ct)
    {
        var account = await accounts.HoldAsync(checkedBefore.Id, ct);
        if (account is null || account.IsDisabled || account.PasswordChangedAt != checkedBefore.PasswordChangedAt)
        {
            return LoginErrors.InvalidCredentials;
        }

        LoginAnswer answer = account.HasSecondFactor
            ? await AskForSecondFactorAsync(account, now, ct)
            : await OpenAsync(account, now, ct);
        await afterFailures.TellAsync(account, failuresBefore, now, ct);
        return answer;
    }

    private async Task<LoginAnswer> OpenAsync(Account account, DateTimeOffset now, CancellationToken ct) =>
        twoFactor.MustEnroll(account, now)
            ? await enrolling.OpenAsync(account.Id, now, ct)
            : await opening.OpenAsync(account, AuthenticationMethods.Password, now, ct) with { EnforceFrom = twoFactor.RequirementOf(account)?.From };

    private async Task<LoginAnswer> AskForSecondFactorAsync(Account account, DateTimeOffset now, CancellationToken ct)
    {
        var login = new PendingLogin(new PendingLoginId(Guid.CreateVersion7(now)), account.Id, now, now + policy.SecondFactorTokenLife);
        await pendingLogins.OpenAsync(login, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.SecondFactorAsked, now, account.Id), ct);
        return new SecondFactorRequired(
            secondFactorTokens.Issue(login), policy.SecondFactorTokenSeconds, await methods.OfAsync(account, now, ct), account.SmsFactorEnabled ? account.PhoneNumber!.Hint : null);
    }
}
