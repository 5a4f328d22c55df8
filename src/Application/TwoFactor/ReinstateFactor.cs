using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Clears the wrong codes of a factor (null: of none that there is), for an owner who has just proved another one (decisions 4).</summary>
public sealed record ReinstateFactorCommand(Session Session, Factor? Factor) : IRequest<Result<Done>>;

public sealed class ReinstateFactorHandler(SessionHold hold, IFactorBudgets budgets, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<ReinstateFactorCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(ReinstateFactorCommand request, CancellationToken cancellationToken)
    {
        if (request.Factor is not { } factor)
        {
            return TwoFactorErrors.NoSuchFactor;
        }

        var session = request.Session;
        if (session.Methods.ProvedFactor is not { } proved || proved == factor)
        {
            return SessionErrors.StepUpRequired([.. Enum.GetValues<StepUpMethod>().Where(method => method != StepUpMethod.Password && $"{method}" != $"{factor}")]);
        }

        return await transactions.RunAsync<Done>(async ct =>
        {
            var now = time.GetUtcNow();
            var held = await hold.HoldAsync(session.Account, session.Id, now, ct);
            if (!held.IsSuccess)
            {
                return held.Error;
            }

            await budgets.ClearAsync(session.Account, factor, ct);
            await audit.RecordAsync(new AuditEvent(SecurityEvent.FactorReinstated, now, session.Account, session.Id), ct);
            return new Done();
        }, cancellationToken);
    }
}
