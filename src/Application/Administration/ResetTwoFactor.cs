using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>
/// Takes every second factor away from somebody who lost one, ends everything that is open, and tells the owner. The next log-in only enrols, and proves the
/// verified number as well, if there is one (security-requirements D17). Never on oneself; nothing is revealed and no secret is set.
/// </summary>
/// <param name="PhoneLost">True: the verified number is taken away as well, because its owner does not get it back. Whoever knows the password then enrols.</param>
public sealed record ResetTwoFactorCommand(Session Caller, AccountId? Target, bool PhoneLost, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(ResetTwoFactorCommand);
}

public sealed class ResetTwoFactorValidator : AbstractValidator<ResetTwoFactorCommand>
{
    public ResetTwoFactorValidator() => RuleFor(c => c.Reason).IsReason();
}

public sealed class ResetTwoFactorHandler(
    AdministratorWrite write, IAccounts accounts, IFactorDemands demands, IPendingLogins logins, IEnrollments enrollments, IOtpChallenges challenges, IResetTokens resets, ISessions sessions,
    IErasure erasure, IAuditTrail audit)
    : IRequestHandler<ResetTwoFactorCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(ResetTwoFactorCommand request, CancellationToken cancellationToken)
    {
        var act = new AdministratorAct(request.Caller, request.Target, request.Reason);
        return write.RunAsync(act, (context, ct) => ResetAsync(act, request.PhoneLost, context, ct), cancellationToken);
    }

    private async Task<Result<ActOutcome>> ResetAsync(AdministratorAct act, bool phoneLost, ActContext context, CancellationToken ct)
    {
        if (act.IsOnSelf)
        {
            return AdministrationErrors.SelfRefused;
        }

        var (account, now) = (context.Target, context.Now);
        await demands.TakeAwayAsync(account.Id, now, ct);
        await logins.EndAllAsync(account.Id, now, ct);
        await enrollments.EndAllAsync(account.Id, now, ct);
        await challenges.EndAllAsync(account.Id, now, ct);
        await resets.EndAllAsync(account.Id, now, ct);
        await sessions.EndAllAsync(account.Id, SessionEnd.FactorsReset, now, ct);
        if (phoneLost && account.PhoneNumber is { } phone)
        {
            await accounts.RemovePhoneAsync(account.Id, ct);
            await erasure.ForgetNumberAsync(phone, now, ct);
            await audit.RecordAsync(act.EventOf(SecurityEvent.PhoneRemoved, now), ct);
        }

        // Both to the number from before: whoever has it should know that it opens nothing any more.
        return phoneLost
            ? new ActOutcome(SecurityEvent.FactorsReset, NoticeKind.FactorsReset, NoticeKind.PhoneRemoved)
            : new ActOutcome(SecurityEvent.FactorsReset, NoticeKind.FactorsReset);
    }
}
