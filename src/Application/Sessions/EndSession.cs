using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using MediatR;

namespace CleanAuth.Application.Sessions;

/// <summary>Ends one session of the account that asks, also the one that asks. Another's answers as one that does not exist (ASVS 5.0 8.2.2).</summary>
/// <param name="Id">Null: of none that there is.</param>
public sealed record EndSessionCommand(Session Caller, SessionId? Id) : IRequest<Result<Done>>;

public sealed class EndSessionHandler(ISessions sessions, IAuditTrail audit, ITransactions transactions, TimeProvider time) : IRequestHandler<EndSessionCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(EndSessionCommand request, CancellationToken cancellationToken)
    {
        var account = request.Caller.Account;
        if (request.Id is not { } id)
        {
            return SessionErrors.NotFound;
        }

        return await transactions.RunAsync<Done>(async ct =>
        {
            var now = time.GetUtcNow();
            if (!await sessions.EndAsync(id, account, SessionEnd.EndedByOwner, now, ct))
            {
                return SessionErrors.NotFound;
            }

            await audit.RecordAsync(new AuditEvent(SecurityEvent.SessionEnded, now, account, id), ct);
            return new Done();
        }, cancellationToken);
    }
}
