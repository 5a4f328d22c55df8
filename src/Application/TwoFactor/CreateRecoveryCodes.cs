using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Ten new recovery codes in place of all older ones.</summary>
public sealed record CreateRecoveryCodesCommand(AccountId Account, SessionId Session) : IRequest<Result<RecoveryCodesCreated>>;

public sealed class CreateRecoveryCodesHandler(IAccounts accounts, FactorChanges changes, ITransactions transactions, TimeProvider time)
    : IRequestHandler<CreateRecoveryCodesCommand, Result<RecoveryCodesCreated>>
{
    public Task<Result<RecoveryCodesCreated>> Handle(CreateRecoveryCodesCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync<RecoveryCodesCreated>(async ct => await accounts.HoldAsync(request.Account, ct) switch
        {
            null => SessionErrors.TokenInvalid,
            { HasSecondFactor: false } => TwoFactorErrors.NoFactor,
            var account => await CreateAsync(account, request.Session, time.GetUtcNow(), ct),
        }, cancellationToken);

    private async Task<RecoveryCodesCreated> CreateAsync(Account account, SessionId session, DateTimeOffset now, CancellationToken ct)
    {
        var codes = await changes.CreateRecoveryCodesAsync(account.Id, session, now, ct);
        await changes.TellAsync(NoticeKind.RecoveryCodesCreated, account, now, ct);
        return new RecoveryCodesCreated(codes);
    }
}
