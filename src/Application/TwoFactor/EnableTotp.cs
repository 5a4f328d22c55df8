using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Makes the secret that waits the active one, proved by its first code, which is thereby used up; ends the other sessions.</summary>
public sealed record EnableTotpCommand(AccountId Account, SessionId Session, string Code) : IRequest<Result<RecoveryCodesCreated>>
{
    public override string ToString() => nameof(EnableTotpCommand);
}

/// <param name="RecoveryCodes">Ten codes for the day on which the phone is lost, shown this once; older ones are over.</param>
public sealed record RecoveryCodesCreated(IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(RecoveryCodesCreated);
}

public sealed class EnableTotpValidator : AbstractValidator<EnableTotpCommand>
{
    public EnableTotpValidator() => RuleFor(c => c.Code).Required().IsTotp();
}

public sealed class EnableTotpHandler(
    IAccounts accounts, IAuthenticators authenticators, ITotpVerifier verifier, FactorChanges changes, ITransactions transactions, TimeProvider time)
    : IRequestHandler<EnableTotpCommand, Result<RecoveryCodesCreated>>
{
    public async Task<Result<RecoveryCodesCreated>> Handle(EnableTotpCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var pending = await authenticators.CountPendingTryAsync(request.Account, request.Session, now, cancellationToken);
        if (!pending.IsSuccess)
        {
            return pending.Error;
        }

        var match = verifier.Match(pending.Value, request.Code, now);
        return match.Step is { } step
            ? await transactions.RunAsync(ct => ActivateAsync(request, pending.Value, step, now, ct), cancellationToken)
            : match.IsOld ? OtpErrors.CodeOfSlowClock : OtpErrors.CodeInvalid;
    }

    private async Task<Result<RecoveryCodesCreated>> ActivateAsync(EnableTotpCommand request, TotpSecret secret, long step, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.HoldAsync(request.Account, ct) is null)
        {
            return SessionErrors.TokenInvalid;
        }

        if (!await authenticators.ActivateAsync(request.Account, request.Session, secret, step, now, ct))
        {
            return TwoFactorErrors.NothingPending;
        }

        await accounts.SetTotpFactorAsync(request.Account, enabled: true, ct);
        var codes = await changes.CreateRecoveryCodesAsync(request.Account, request.Session, now, ct);
        var ended = await changes.EndOtherSessionsAsync(SecurityEvent.TotpFactorEnabled, request.Account, request.Session, now, ct);
        return ended.IsSuccess ? new RecoveryCodesCreated(codes) : ended.Error;
    }
}
