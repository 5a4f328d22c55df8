using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>
/// Deletes the account and everything that is stored about its owner, at once and for good; audit events keep its opaque id. E-mail and number are free
/// again. The number is told. <c>last_administrator</c> for the last one who administers.
/// </summary>
public sealed record DeleteAccountCommand(AccountId Account, SessionId Session) : IRequest<Result<Done>>;

public sealed class DeleteAccountHandler(
    IAdministrators administrators, SessionHold hold, IErasure erasure, IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
    : IRequestHandler<DeleteAccountCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(DeleteAccountCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => DeleteAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<Done>> DeleteAsync(DeleteAccountCommand request, DateTimeOffset now, CancellationToken ct)
    {
        // All of them first, in the order of everybody who holds more than one: a user may have been appointed since the door.
        var administering = await administrators.HoldAsync(request.Account, ct);
        var held = await hold.HoldAsync(request.Account, request.Session, now, ct);
        if (!held.IsSuccess)
        {
            return held.Error;
        }

        if (administering.IsLast(request.Account))
        {
            return AdministrationErrors.LastAdministrator;
        }

        await erasure.EraseAsync(held.Value, now, ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.AccountDeleted, now, request.Account, request.Session), ct);
        await notices.TellAsync(new Notice(NoticeKind.AccountDeleted, request.Account, held.Value.PhoneNumber, now), ct);
        return new Done();
    }
}
