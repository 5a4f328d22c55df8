using CleanAuth.Application.Accounts;
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

/// <summary>Deletes somebody else's account as <see cref="DeleteAccountCommand"/> does. Never one's own, and never the last administrator's.</summary>
public sealed record DeleteUserCommand(Session Caller, AccountId? Target, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(DeleteUserCommand);
}

public sealed class DeleteUserValidator : AbstractValidator<DeleteUserCommand>
{
    public DeleteUserValidator() => RuleFor(c => c.Reason).IsReason();
}

public sealed class DeleteUserHandler(AdministratorWrite write, IErasure erasure) : IRequestHandler<DeleteUserCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(DeleteUserCommand request, CancellationToken cancellationToken)
    {
        var act = new AdministratorAct(request.Caller, request.Target, request.Reason);
        return write.RunAsync(act, (context, ct) => DeleteAsync(act, context, ct), cancellationToken);
    }

    private async Task<Result<ActOutcome>> DeleteAsync(AdministratorAct act, ActContext context, CancellationToken ct)
    {
        if (context.Held.IsLast(context.Target.Id))
        {
            return AdministrationErrors.LastAdministrator;
        }

        if (act.IsOnSelf)
        {
            return AdministrationErrors.SelfRefused;
        }

        await erasure.EraseAsync(context.Target, context.Now, ct);
        return new ActOutcome(SecurityEvent.AccountDeleted, NoticeKind.AccountDeleted);
    }
}
