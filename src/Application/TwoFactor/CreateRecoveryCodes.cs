using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Ten new recovery codes in place of all older ones.</summary>
public sealed record CreateRecoveryCodesCommand(AccountId Account, SessionId Session) : IRequest<Result<RecoveryCodesCreated>>;

public sealed class CreateRecoveryCodesHandler(SessionHold hold, FactorChanges changes, ITransactions transactions, TimeProvider time)
    : IRequestHandler<CreateRecoveryCodesCommand, Result<RecoveryCodesCreated>>
{
    public Task<Result<RecoveryCodesCreated>> Handle(CreateRecoveryCodesCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => CreateAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<RecoveryCodesCreated>> CreateAsync(CreateRecoveryCodesCommand request, DateTimeOffset now, CancellationToken ct)
    {
        var held = await hold.HoldAsync(request.Account, request.Session, now, ct);
        if (!held.IsSuccess)
        {
            return held.Error;
        }

        if (!held.Value.HasSecondFactor)
        {
            return TwoFactorErrors.NoFactor;
        }

        var codes = await changes.CreateRecoveryCodesAsync(request.Account, request.Session, now, ct);
        await changes.TellAsync(NoticeKind.RecoveryCodesCreated, held.Value, now, ct);
        return new RecoveryCodesCreated(codes);
    }
}
