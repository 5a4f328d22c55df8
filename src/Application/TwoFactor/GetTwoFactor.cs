using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>The second factors of the account that asks.</summary>
public sealed record GetTwoFactorQuery(AccountId Account) : IRequest<Result<TwoFactorState>>;

/// <param name="Required">True when the account must have a second factor, now or from a day on; its last one cannot be switched off.</param>
/// <param name="RequiredBy">Who says so; only when it is required.</param>
/// <param name="EnforceFrom">From when on a log-in without a second factor only switches one on; absent: since ever.</param>
/// <param name="Recoverable">False: a lost password could not be replaced; a verified number mends that, and so do recovery codes.</param>
/// <param name="Totp">Codes from an authenticator app.</param>
/// <param name="Sms">Codes by SMS to the verified number.</param>
/// <param name="RecoveryCodesLeft">Unused recovery codes.</param>
public sealed record TwoFactorState(
    bool Required, RequiredBy? RequiredBy, DateTimeOffset? EnforceFrom, bool Recoverable, TotpState Totp, SmsState Sms, int RecoveryCodesLeft);

/// <param name="Enabled">Asked for after the password.</param>
public sealed record TotpState(bool Enabled);

/// <param name="Enabled">Asked for after the password.</param>
/// <param name="PhoneHint">The last two digits of the verified number, if there is one.</param>
public sealed record SmsState(bool Enabled, string? PhoneHint);

public sealed class GetTwoFactorHandler(IAccounts accounts, IRecoveryCodes codes, TwoFactorPolicy policy) : IRequestHandler<GetTwoFactorQuery, Result<TwoFactorState>>
{
    public async Task<Result<TwoFactorState>> Handle(GetTwoFactorQuery request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(request.Account, cancellationToken) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        var left = await codes.CountAsync(account.Id, cancellationToken);
        var requirement = policy.RequirementOf(account);
        return new TwoFactorState(
            requirement is not null, requirement?.By, requirement?.From, account.IsRecoverable(left), new TotpState(account.TotpFactorEnabled),
            new SmsState(account.SmsFactorEnabled, account.PhoneNumber?.Hint), left);
    }
}
