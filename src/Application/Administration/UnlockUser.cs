using CleanAuth.Application.Pipeline;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>Does for somebody else what <see cref="UnlockAccountCommand"/> does for an operator.</summary>
public sealed record UnlockUserCommand(Session Caller, AccountId? Target, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(UnlockUserCommand);
}

public sealed class UnlockUserValidator : AbstractValidator<UnlockUserCommand>
{
    public UnlockUserValidator() => RuleFor(c => c.Reason).IsReason();
}

public sealed class UnlockUserHandler(AdministratorWrite write, AccountUnlocking unlocking) : IRequestHandler<UnlockUserCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(UnlockUserCommand request, CancellationToken cancellationToken)
    {
        var act = new AdministratorAct(request.Caller, request.Target, request.Reason);
        return write.RunAsync(act, (context, ct) => UnlockAsync(act, context, ct), cancellationToken);
    }

    private async Task<Result<ActOutcome>> UnlockAsync(AdministratorAct act, ActContext context, CancellationToken ct)
    {
        if (act.IsOnSelf)
        {
            return AdministrationErrors.SelfRefused;
        }

        await unlocking.UnlockAsync(context.Target, ct);
        return new ActOutcome(SecurityEvent.AccountUnlocked);
    }
}
