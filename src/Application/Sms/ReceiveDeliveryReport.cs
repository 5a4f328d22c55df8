using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using MediatR;

namespace CleanAuth.Application.Sms;

/// <summary>Takes the gateway's report about a message. Nothing is asked of the database before its signature is good.</summary>
public sealed record ReceiveDeliveryReportCommand(GatewayCall Call) : IRequest<Result<Done>>;

public sealed class ReceiveDeliveryReportHandler(
    IGatewayCalls calls, IGatewayNonces nonces, IDeliveryReports reports, ITransactions transactions, TimeProvider time)
    : IRequestHandler<ReceiveDeliveryReportCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(ReceiveDeliveryReportCommand request, CancellationToken cancellationToken)
    {
        var verified = calls.Verify(request.Call);
        if (!verified.IsSuccess)
        {
            return verified.Error;
        }

        var now = time.GetUtcNow();
        return await transactions.RunAsync<Done>(async ct =>
        {
            var use = await nonces.UseAsync(verified.Value, now, ct);
            if (use == NonceUse.Abused)
            {
                return SmsErrors.SignatureInvalid;
            }

            if (use == NonceUse.First && calls.ReadReport(request.Call) is { } report)
            {
                await reports.RecordAsync(report, now, ct);
            }

            return new Done();
        }, cancellationToken);
    }
}
