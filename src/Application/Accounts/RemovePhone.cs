using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>
/// Takes the verified number away, and codes by SMS with it; recovery codes go with the last factor. Ends the other sessions, every open code and reset,
/// and tells the number. <c>last_factor_required</c> while a second factor is required and there is no other.
/// </summary>
public sealed record RemovePhoneCommand(AccountId Account, SessionId Session) : IRequest<Result<Done>>;

public sealed class RemovePhoneHandler(
    IAccounts accounts, IOtpChallenges challenges, IResetTokens resets, IErasure erasure, FactorChanges changes, IAuditTrail audit, ITransactions transactions, TwoFactorPolicy policy,
    TimeProvider time)
    : IRequestHandler<RemovePhoneCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(RemovePhoneCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => RemoveAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<Done>> RemoveAsync(RemovePhoneCommand request, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.HoldAsync(request.Account, ct) is not { } before)
        {
            return SessionErrors.TokenInvalid;
        }

        // Asked for again, it is gone already.
        if (before.PhoneNumber is not { } phone)
        {
            return new Done();
        }

        if (policy.RequirementOf(before) is not null && before is { SmsFactorEnabled: true, TotpFactorEnabled: false })
        {
            return TwoFactorErrors.LastFactorRequired;
        }

        await accounts.RemovePhoneAsync(request.Account, ct);
        await challenges.EndAllAsync(request.Account, now, ct);
        await resets.EndAllAsync(request.Account, now, ct);
        await erasure.ForgetNumberAsync(phone, now, ct);
        await EndSmsFactorAsync(before, request.Session, now, ct);
        return await changes.EndOtherSessionsAsync(SecurityEvent.PhoneRemoved, before, request.Session, now, ct);
    }

    private async Task EndSmsFactorAsync(Account before, SessionId session, DateTimeOffset now, CancellationToken ct)
    {
        if (before.SmsFactorEnabled)
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.SmsFactorDisabled, now, before.Id, session), ct);
            if (!before.TotpFactorEnabled)
            {
                await changes.RemoveRecoveryCodesAsync(before.Id, now, ct);
            }
        }
    }
}
