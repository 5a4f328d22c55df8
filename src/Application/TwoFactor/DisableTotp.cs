using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Deletes the secret of the authenticator app, also one that waits; ends the other sessions.</summary>
public sealed record DisableTotpCommand(AccountId Account, SessionId Session) : IRequest<Result<Done>>;

public sealed class DisableTotpHandler(
    IAccounts accounts, IAuthenticators authenticators, FactorChanges changes, ITransactions transactions, TwoFactorPolicy policy, TimeProvider time)
    : IRequestHandler<DisableTotpCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(DisableTotpCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => RemoveAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<Done>> RemoveAsync(DisableTotpCommand request, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.HoldAsync(request.Account, ct) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        if (policy.RequirementOf(account) is not null && account is { TotpFactorEnabled: true, SmsFactorEnabled: false })
        {
            return TwoFactorErrors.LastFactorRequired;
        }

        // Asked for again, it is off already.
        if (!await authenticators.RemoveAsync(request.Account, ct))
        {
            return new Done();
        }

        await accounts.SetTotpFactorAsync(request.Account, enabled: false, ct);
        if (!account.SmsFactorEnabled)
        {
            await changes.RemoveRecoveryCodesAsync(request.Account, now, ct);
        }

        return await changes.EndOtherSessionsAsync(SecurityEvent.TotpFactorDisabled, account, request.Session, now, ct);
    }
}
