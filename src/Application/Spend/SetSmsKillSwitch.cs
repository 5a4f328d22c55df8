using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Spend;
using MediatR;

namespace CleanAuth.Application.Spend;

/// <summary>Stops every message on every node at once, or lets them go again. Factors without messages go on.</summary>
/// <param name="Enabled">True: the kill switch is on and nothing is sent.</param>
public sealed record SetSmsKillSwitchCommand(bool Enabled) : IRequest<Result<Done>>;

public sealed class SetSmsKillSwitchHandler(ISmsSwitch sms, IAuditTrail audit, ITransactions transactions, TimeProvider time) : IRequestHandler<SetSmsKillSwitchCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(SetSmsKillSwitchCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync<Done>(async ct =>
        {
            var now = time.GetUtcNow();
            await sms.SetAsync(request.Enabled, now, ct);
            await audit.RecordAsync(new AuditEvent(request.Enabled ? SecurityEvent.SmsSwitchedOff : SecurityEvent.SmsSwitchedOn, now), ct);
            return new Done();
        }, cancellationToken);
}
