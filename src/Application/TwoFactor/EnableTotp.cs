using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Makes the secret that waits the active one, proved by its first code, which is thereby used up; ends the other sessions.</summary>
public sealed record EnableTotpCommand(AccountId Account, SessionId Session, string Code, string? ChallengeId = null, string? SmsCode = null) : IRequest<Result<RecoveryCodesCreated>>
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
    public EnableTotpValidator()
    {
        RuleFor(c => c.Code).Required().IsTotp();
        this.ProvesNoNumber(c => c.ChallengeId, c => c.SmsCode);
    }
}

public sealed class EnableTotpHandler(IAccounts accounts, TotpActivation activation, FactorChanges changes, ITransactions transactions, TimeProvider time)
    : IRequestHandler<EnableTotpCommand, Result<RecoveryCodesCreated>>
{
    public async Task<Result<RecoveryCodesCreated>> Handle(EnableTotpCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var code = await activation.CheckAsync(request.Account, SetupId.Of(request.Session), request.Code, now, cancellationToken);
        return code.IsSuccess ? await transactions.RunAsync(ct => ActivateAsync(request, code.Value, now, ct), cancellationToken) : code.Error;
    }

    private async Task<Result<RecoveryCodesCreated>> ActivateAsync(EnableTotpCommand request, FirstCode code, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.HoldAsync(request.Account, ct) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        var activated = await activation.ActivateAsync(request.Account, SetupId.Of(request.Session), code, now, ct);
        if (!activated.IsSuccess)
        {
            return activated.Error;
        }

        var codes = await changes.CreateRecoveryCodesAsync(request.Account, request.Session, now, ct);
        var ended = await changes.EndOtherSessionsAsync(SecurityEvent.TotpFactorEnabled, account, request.Session, now, ct);
        return ended.IsSuccess ? new RecoveryCodesCreated(codes) : ended.Error;
    }
}
