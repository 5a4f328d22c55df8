using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>The second step of a log-in: exchanges the restricted token and a code for a session, once.</summary>
public sealed record AuthenticateSecondFactorCommand(AccountId Account, PendingLoginId Login, SecondFactorMethod? Method, string Code, string? ChallengeId)
    : IRequest<Result<LoginComplete>>
{
    public override string ToString() => nameof(AuthenticateSecondFactorCommand);
}

public sealed class AuthenticateSecondFactorValidator : AbstractValidator<AuthenticateSecondFactorCommand>
{
    public AuthenticateSecondFactorValidator()
    {
        RuleFor(c => c.Method).NotNull().WithErrorCode("required").WithMessage("is required: totp, sms or recoveryCode");
        RuleFor(c => c.Code).Required().When(c => c.Method is null);
        this.ProvesFactor(c => c.Method, c => c.Code, c => c.ChallengeId);
    }
}

public sealed class AuthenticateSecondFactorHandler(
    IAccounts accounts, IEnumerable<IFactorCheck> checks, IPendingLogins pendingLogins, IFactorBudgets budgets, SessionOpening opening, RecoveryReminder reminder,
    IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
    : IRequestHandler<AuthenticateSecondFactorCommand, Result<LoginComplete>>
{
    public async Task<Result<LoginComplete>> Handle(AuthenticateSecondFactorCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempt = new FactorAttempt(
            new OtpScope(OtpPurpose.SecondFactor, request.Account, request.Login), request.Code, request.ChallengeId,
            ct => pendingLogins.CountTryAsync(request.Login, request.Account, now, ct));
        var proof = await checks.Single(check => check.Method == request.Method).CheckAsync(attempt, now, cancellationToken);
        if (proof.IsSuccess)
        {
            return await transactions.RunAsync(ct => CompleteAsync(proof.Value, request, now, ct), cancellationToken);
        }

        if (proof.Error.Code == OtpErrors.CodeInvalid.Code)
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.SecondFactorFailed, now, request.Account), cancellationToken);
            await notices.TellOfFailuresAsync(request.Account, now, cancellationToken);
        }

        return proof.Error;
    }

    private async Task<Result<LoginComplete>> CompleteAsync(FactorProof proof, AuthenticateSecondFactorCommand request, DateTimeOffset now, CancellationToken ct)
    {
        // First of all locks, so that a change of a factor waits for this or is seen here.
        if (await accounts.HoldAsync(request.Account, ct) is not { IsDisabled: false } account)
        {
            return SessionErrors.TokenInvalid;
        }

        var spent = await proof.SpendAsync(account, ct);
        if (!spent.IsSuccess)
        {
            return spent.Error;
        }

        await budgets.ClearAsync(request.Account, proof.Factor!.Value, ct);
        if (!await pendingLogins.SpendAsync(request.Login, request.Account, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        if (account.Bar is { Until: null })
        {
            await accounts.SetBarAsync(request.Account, bar: null, ct);
        }

        var complete = await reminder.AddAsync(await opening.OpenAsync(account, proof.Methods, now, ct), request.Account, proof.Factor!.Value, now, ct);
        await proof.CountAsync(account, ct);
        return complete;
    }
}
