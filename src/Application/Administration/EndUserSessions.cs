using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>Ends every session of an account (ASVS 5.0 7.4.5). One's own too: that takes nothing from anybody else.</summary>
public sealed record EndUserSessionsCommand(Session Caller, AccountId? Target, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(EndUserSessionsCommand);
}

public sealed class EndUserSessionsValidator : AbstractValidator<EndUserSessionsCommand>
{
    public EndUserSessionsValidator() => RuleFor(c => c.Reason).IsReason();
}

public sealed class EndUserSessionsHandler(AdministratorWrite write, ISessions sessions) : IRequestHandler<EndUserSessionsCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(EndUserSessionsCommand request, CancellationToken cancellationToken) =>
        write.RunAsync(new AdministratorAct(request.Caller, request.Target, request.Reason), EndAsync, cancellationToken);

    private async Task<Result<ActOutcome>> EndAsync(ActContext context, CancellationToken ct)
    {
        await sessions.EndAllAsync(context.Target.Id, SessionEnd.EndedByAdministrator, context.Now, ct);
        return new ActOutcome(SecurityEvent.SessionsEndedByAdministrator);
    }
}
