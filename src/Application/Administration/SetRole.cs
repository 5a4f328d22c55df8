using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>Appoints or dismisses an administrator; live tokens feel it at once. Never oneself, and never the last one.</summary>
public sealed record SetRoleCommand(Session Caller, AccountId? Target, Role? Role, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(SetRoleCommand);
}

public sealed class SetRoleValidator : AbstractValidator<SetRoleCommand>
{
    public SetRoleValidator()
    {
        RuleFor(c => c.Role).NotNull().WithErrorCode("required").WithMessage("is required: user or admin");
        RuleFor(c => c.Reason).IsReason();
    }
}

public sealed class SetRoleHandler(AdministratorWrite write, IAdministrators administrators) : IRequestHandler<SetRoleCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(SetRoleCommand request, CancellationToken cancellationToken)
    {
        var act = new AdministratorAct(request.Caller, request.Target, request.Reason);
        return write.RunAsync(act, (context, ct) => SetAsync(act, context, request.Role!.Value, ct), cancellationToken);
    }

    private async Task<Result<ActOutcome>> SetAsync(AdministratorAct act, ActContext context, Role role, CancellationToken ct)
    {
        if (role != Role.Admin && context.Held.IsLast(context.Target.Id))
        {
            return AdministrationErrors.LastAdministrator;
        }

        if (act.IsOnSelf)
        {
            return AdministrationErrors.SelfRefused;
        }

        if (role == context.Target.Role)
        {
            return new ActOutcome(Event: null);
        }

        await administrators.SetRoleAsync(context.Target.Id, role, ct);
        return role == Role.Admin
            ? new ActOutcome(SecurityEvent.AdministratorAppointed, NoticeKind.AdministratorAppointed)
            : new ActOutcome(SecurityEvent.AdministratorDismissed, NoticeKind.AdministratorDismissed);
    }
}
