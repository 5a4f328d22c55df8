using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
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
    IOtpChallenges challenges, IOtpHasher hasher, IPendingLogins pendingLogins, SessionOpening opening, IAuditTrail audit, ITransactions transactions,
    TimeProvider time)
    : IRequestHandler<AuthenticateSecondFactorCommand, Result<LoginComplete>>
{
    public async Task<Result<LoginComplete>> Handle(AuthenticateSecondFactorCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var scope = new OtpScope(OtpPurpose.SecondFactor, request.Account, request.Login);
        var counted = await challenges.CountTryAsync(new ChallengeId(request.ChallengeId), scope, now, cancellationToken);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        if (!await pendingLogins.CountTryAsync(request.Login, request.Account, now, cancellationToken))
        {
            return SessionErrors.TokenInvalid;
        }

        if (!hasher.Verify(counted.Value.Challenge, OtpCode.Parse(request.Code), counted.Value.Hash))
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.SecondFactorFailed, now, request.Account), cancellationToken);
            return OtpErrors.CodeInvalid;
        }

        return await transactions.RunAsync(ct => CompleteAsync(counted.Value.Challenge, request, now, ct), cancellationToken);
    }

    private async Task<Result<LoginComplete>> CompleteAsync(OtpChallenge challenge, AuthenticateSecondFactorCommand request, DateTimeOffset now, CancellationToken ct)
    {
        if (!await challenges.ConsumeAsync(challenge.Id, now, ct))
        {
            return OtpErrors.ChallengeUsed;
        }

        return await pendingLogins.SpendAsync(request.Login, request.Account, now, ct)
            ? await opening.OpenAsync(request.Account, AuthenticationMethods.PasswordAndSms, now, ct)
            : SessionErrors.TokenInvalid;
    }
}
