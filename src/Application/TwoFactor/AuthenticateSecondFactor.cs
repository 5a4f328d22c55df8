using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>The second step of a log-in: exchanges the restricted token and a code for a session, once.</summary>
public sealed record AuthenticateSecondFactorCommand(AccountId Account, PendingLoginId Login, SecondFactorMethod? Method, string Code, string ChallengeId)
    : IRequest<Result<LoginComplete>>
{
    public override string ToString() => nameof(AuthenticateSecondFactorCommand);
}

public sealed class AuthenticateSecondFactorValidator : AbstractValidator<AuthenticateSecondFactorCommand>
{
    public AuthenticateSecondFactorValidator()
    {
        RuleFor(c => c.Method).NotNull().WithErrorCode("required").WithMessage("is required: sms");
        RuleFor(c => c.ChallengeId).Required().IsChallengeId();
        RuleFor(c => c.Code).Required().IsCode();
    }
}

public sealed class AuthenticateSecondFactorHandler(
    IAccounts accounts, IOtpChallenges challenges, IOtpHasher hasher, IPendingLogins pendingLogins, FactorTries tries, IFactorBudgets budgets, SessionOpening opening,
    ISendGate gate, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<AuthenticateSecondFactorCommand, Result<LoginComplete>>
{
    public async Task<Result<LoginComplete>> Handle(AuthenticateSecondFactorCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var counted = await CountTryAsync(request, now, cancellationToken);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        if (!hasher.Verify(counted.Value.Challenge, OtpCode.Parse(request.Code), counted.Value.Hash))
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.SecondFactorFailed, now, request.Account), cancellationToken);
            return OtpErrors.CodeInvalid;
        }

        return await transactions.RunAsync(ct => CompleteAsync(counted.Value.Challenge, request, now, ct), cancellationToken);
    }

    // The budget is asked first, so that a throttled try uses up nothing, and counted last, when the code came to the right door.
    private async Task<Result<CountedTry>> CountTryAsync(AuthenticateSecondFactorCommand request, DateTimeOffset now, CancellationToken ct)
    {
        var budget = await tries.AskAsync(request.Account, Factor.Sms, now, ct);
        if (!budget.IsSuccess)
        {
            return budget.Error;
        }

        var scope = new OtpScope(OtpPurpose.SecondFactor, request.Account, request.Login);
        var counted = await challenges.CountTryAsync(new ChallengeId(request.ChallengeId), scope, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        if (!await pendingLogins.CountTryAsync(request.Login, request.Account, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        var inBudget = await tries.CountAsync(request.Account, Factor.Sms, budget.Value, now, ct);
        return inBudget.IsSuccess ? counted : inBudget.Error;
    }

    private async Task<Result<LoginComplete>> CompleteAsync(OtpChallenge challenge, AuthenticateSecondFactorCommand request, DateTimeOffset now, CancellationToken ct)
    {
        // First of all locks, so that a change of the number waits for this or is seen here.
        var account = await accounts.HoldAsync(request.Account, ct);
        if (account is not { IsDisabled: false, SmsFactorEnabled: true } || account.PhoneNumber != challenge.Phone)
        {
            return SessionErrors.TokenInvalid;
        }

        if (!await challenges.ConsumeAsync(challenge.Id, now, ct))
        {
            return OtpErrors.ChallengeUsed;
        }

        await budgets.ClearAsync(request.Account, Factor.Sms, ct);
        if (!await pendingLogins.SpendAsync(request.Login, request.Account, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        var complete = await opening.OpenAsync(request.Account, AuthenticationMethods.PasswordAndSms, now, ct);
        await gate.CountVerifiedAsync(challenge, ct);
        return complete;
    }
}
