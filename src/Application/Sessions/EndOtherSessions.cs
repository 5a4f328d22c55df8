using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using MediatR;

namespace CleanAuth.Application.Sessions;

/// <summary>Ends every session of the account but the one that asks.</summary>
public sealed record EndOtherSessionsCommand(Session Caller) : IRequest<Result<Done>>;

public sealed class EndOtherSessionsHandler(ISessions sessions, IAccounts accounts, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<EndOtherSessionsCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(EndOtherSessionsCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync<Done>(async ct =>
        {
            var (now, caller) = (time.GetUtcNow(), request.Caller);
            if (await accounts.HoldAsync(caller.Account, ct) is null || !await sessions.EndOthersAsync(caller.Account, caller.Id, SessionEnd.EndedByOwner, now, ct))
            {
                return SessionErrors.TokenInvalid;
            }

            await audit.RecordAsync(new AuditEvent(SecurityEvent.OtherSessionsEnded, now, caller.Account, caller.Id), ct);
            return new Done();
        }, cancellationToken);
}
