using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Sessions;

/// <summary>Proves anew who is there: the session gets a fresh <c>auth_time</c> and the level of what was proved. Tokens from before end with it.</summary>
public sealed record StepUpCommand(LiveSession Caller, StepUpMethod? Method, string? Password, string? Code, string? ChallengeId) : IRequest<Result<SteppedUp>>
{
    public override string ToString() => nameof(StepUpCommand);
}

/// <param name="AccessToken">In place of the one before; the refresh token stays.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
public sealed record SteppedUp(string AccessToken, string TokenType, int ExpiresIn)
{
    public override string ToString() => nameof(SteppedUp);
}

public sealed class StepUpValidator : AbstractValidator<StepUpCommand>
{
    public StepUpValidator()
    {
        RuleFor(c => c.Method).NotNull().WithErrorCode("required").WithMessage("is required: password, totp, sms or recoveryCode");
        When(c => c.Method == StepUpMethod.Password, () =>
        {
            RuleFor(c => c.Password).Required().IsPassword();
            RuleFor(c => c.Code).Null().WithErrorCode("not_allowed").WithMessage("is only for totp, sms and recoveryCode");
            RuleFor(c => c.ChallengeId).Null().WithErrorCode("not_allowed").WithMessage("is only for sms");
        }).Otherwise(() => RuleFor(c => c.Password).Null().When(c => c.Method is not null).WithErrorCode("not_allowed").WithMessage("is only for the method password"));
        this.ProvesFactor(FactorOf, c => c.Code, c => c.ChallengeId);
    }

    internal static SecondFactorMethod? FactorOf(StepUpCommand command) => command.Method switch
    {
        StepUpMethod.Totp => SecondFactorMethod.Totp,
        StepUpMethod.Sms => SecondFactorMethod.Sms,
        StepUpMethod.RecoveryCode => SecondFactorMethod.RecoveryCode,
        _ => null,
    };
}

public sealed class StepUpHandler(
    IAccounts accounts, PasswordGate passwords, IEnumerable<IFactorCheck> checks, ISessions sessions, IFactorBudgets budgets, IAccessTokenIssuer accessTokens, IAuditTrail audit,
    ITransactions transactions, JwtPolicy jwt, TwoFactorPolicy twoFactor, TimeProvider time)
    : IRequestHandler<StepUpCommand, Result<SteppedUp>>
{
    private static readonly FactorProof s_password = new(null, AuthenticationMethods.Password, (_, _) => Task.FromResult<Result<Done>>(new Done()));

    public async Task<Result<SteppedUp>> Handle(StepUpCommand request, CancellationToken cancellationToken)
    {
        // A weaker proof than the account asks for would be one more secret told, for nothing.
        if (!request.Caller.StepUpMethods.Contains(request.Method!.Value))
        {
            return SessionErrors.StepUpRequired(request.Caller.StepUpMethods);
        }

        var session = request.Caller.Session;
        var proof = request.Method == StepUpMethod.Password
            ? await CheckPasswordAsync(session, request.Password!, cancellationToken)
            : await CheckFactorAsync(request, session, cancellationToken);
        if (proof.IsSuccess)
        {
            return await transactions.RunAsync(ct => RenewAsync(session, proof.Value, ct), cancellationToken);
        }

        if (proof.Error.Kind == ErrorKind.Unauthenticated)
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.StepUpFailed, time.GetUtcNow(), session.Account, session.Id), cancellationToken);
        }

        return proof.Error;
    }

    private async Task<Result<FactorProof>> CheckPasswordAsync(Session session, string password, CancellationToken ct)
    {
        var check = await passwords.CheckInSessionAsync(session, password, ct);
        return check.IsSuccess ? s_password : check.Error;
    }

    private Task<Result<FactorProof>> CheckFactorAsync(StepUpCommand request, Session session, CancellationToken ct)
    {
        var door = new OtpScope(OtpPurpose.StepUp, session.Account, Session: session.Id);
        var attempt = new FactorAttempt(door, request.Code!, request.ChallengeId, _ => Task.FromResult(true));
        return checks.Single(check => check.Method == StepUpValidator.FactorOf(request)).CheckAsync(attempt, time.GetUtcNow(), ct);
    }

    private async Task<Result<SteppedUp>> RenewAsync(Session session, FactorProof proof, CancellationToken ct)
    {
        // A factor that was switched on while the password was being hashed is seen here. Where one is due, a password opens no session and keeps none alive.
        var now = time.GetUtcNow();
        if (await accounts.HoldAsync(session.Account, ct) is not { IsDisabled: false } account
            || (proof.Factor is null && (account.HasSecondFactor || twoFactor.MustEnroll(account, now))))
        {
            return SessionErrors.TokenInvalid;
        }

        var spent = await proof.SpendAsync(account, ct);
        if (!spent.IsSuccess)
        {
            return spent.Error;
        }

        if (proof.Factor is { } factor)
        {
            await budgets.ClearAsync(session.Account, factor, ct);
        }

        if (await sessions.RenewAsync(session.Id, proof.Methods, now, ct) is not { } renewed)
        {
            return SessionErrors.TokenInvalid;
        }

        await audit.RecordAsync(new AuditEvent(SecurityEvent.SteppedUp, now, session.Account, session.Id), ct);
        await proof.CountAsync(account, ct);
        return new SteppedUp(accessTokens.Issue(renewed, now), "Bearer", jwt.AccessTokenSeconds);
    }
}
