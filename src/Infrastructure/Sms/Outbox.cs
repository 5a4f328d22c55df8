using CleanAuth.Domain;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Infrastructure.Sms;

internal sealed class Outbox(OutboxSignal signal, GatewayCircuit circuit) : IOutbox
{
    public Error? Refusal() => circuit.IsOpen ? SmsErrors.GatewayUnavailable(circuit.OpenFor) : null;

    public void Wake() => signal.Wake();
}
