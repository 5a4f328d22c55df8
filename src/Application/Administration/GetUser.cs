using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>Any account, for an administrator.</summary>
/// <param name="Account">Null: what was named is no id.</param>
public sealed record GetUserQuery(AccountId? Account) : IRequest<Result<UserDetail>>;

public sealed class GetUserHandler(IAccounts accounts, IRecoveryCodes codes, ISessions sessions, UserThrottles throttles, TwoFactorPolicy policy, TimeProvider time)
    : IRequestHandler<GetUserQuery, Result<UserDetail>>
{
    public async Task<Result<UserDetail>> Handle(GetUserQuery request, CancellationToken cancellationToken) =>
        request.Account is { } id && await accounts.FindAsync(id, cancellationToken) is { } account
            ? await DetailOfAsync(account, time.GetUtcNow(), cancellationToken)
            : AccountErrors.NotFound;

    private async Task<UserDetail> DetailOfAsync(Account account, DateTimeOffset now, CancellationToken ct)
    {
        var left = await codes.CountAsync(account.Id, ct);
        var requirement = policy.RequirementOf(account);
        var opened = await sessions.CountAsync(account.Id, now, ct);
        return new UserDetail
        {
            AccountId = account.Id.Value,
            Email = account.Email.Value,
            DisplayName = account.DisplayName,
            PhoneHint = account.PhoneNumber?.Hint,
            Status = account.IsDisabled ? AccountStatus.Disabled : AccountStatus.Active,
            Role = account.Role,
            CreatedAt = account.CreatedAt,
            PasswordChangedAt = account.PasswordChangedAt,
            LastLoginAt = opened.LastOpenedAt,
            Totp = new TotpState(account.TotpFactorEnabled),
            Sms = new SmsState(account.SmsFactorEnabled, account.PhoneNumber?.Hint),
            RecoveryCodesLeft = left,
            Recoverable = account.IsRecoverable(left),
            Required = requirement is not null,
            RequiredBy = requirement?.By,
            EnforceFrom = requirement?.From,
            MustEnroll = account.MustEnroll,
            FactorsResetAt = account.FactorsResetAt,
            ThrottledFactors = await throttles.FactorsAsync(account.Id, now, ct),
            PasswordThrottledUntil = await throttles.PasswordUntilAsync(account.Email, now, ct),
            OpenSessions = opened.Open,
        };
    }
}
