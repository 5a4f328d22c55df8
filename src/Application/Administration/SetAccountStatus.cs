using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>Disables an account, which ends its sessions and log-ins under way at once, or enables it again. Never one's own, and never the last administrator's.</summary>
public sealed record SetAccountStatusCommand(Session Caller, AccountId? Target, AccountStatus? Status, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(SetAccountStatusCommand);
}

/// <summary>Whether an account may be used. The names are part of the contract.</summary>
public enum AccountStatus
{
    Active,
    Disabled,
}

public sealed class SetAccountStatusValidator : AbstractValidator<SetAccountStatusCommand>
{
    public SetAccountStatusValidator()
    {
        RuleFor(c => c.Status).NotNull().WithErrorCode("required").WithMessage("is required: active or disabled");
        RuleFor(c => c.Reason).IsReason();
    }
}

public sealed class SetAccountStatusHandler(
    AdministratorWrite write, IAdministrators administrators, IPendingLogins logins, IEnrollments enrollments, IResetTokens resets, ISessions sessions)
    : IRequestHandler<SetAccountStatusCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(SetAccountStatusCommand request, CancellationToken cancellationToken)
    {
        var act = new AdministratorAct(request.Caller, request.Target, request.Reason);
        return write.RunAsync(act, (context, ct) => SetAsync(act, context, request.Status == AccountStatus.Disabled, ct), cancellationToken);
    }

    private async Task<Result<ActOutcome>> SetAsync(AdministratorAct act, ActContext context, bool disabled, CancellationToken ct)
    {
        if (disabled && context.Held.IsLast(context.Target.Id))
        {
            return AdministrationErrors.LastAdministrator;
        }

        if (act.IsOnSelf)
        {
            return AdministrationErrors.SelfRefused;
        }

        if (disabled == context.Target.IsDisabled)
        {
            return new ActOutcome(Event: null);
        }

        await administrators.SetDisabledAsync(context.Target.Id, disabled, context.Now, ct);
        if (disabled)
        {
            await EndAllAsync(context.Target.Id, context.Now, ct);
        }

        return disabled ? new ActOutcome(SecurityEvent.AccountDisabled, NoticeKind.AccountDisabled) : new ActOutcome(SecurityEvent.AccountEnabled);
    }

    // What is under way is refused while it is disabled, and must not go on once it is enabled again.
    private async Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        await logins.EndAllAsync(account, now, ct);
        await enrollments.EndAllAsync(account, now, ct);
        await resets.EndAllAsync(account, now, ct);
        await sessions.EndAllAsync(account, SessionEnd.AccountDisabled, now, ct);
    }
}
