using CleanAuth.Application.Sms;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.OpenApi;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Sms;

/// <summary>
/// What Plivo calls. Not behind the flood gate, because all reports come from a few addresses: what a stranger sends costs a hash and no
/// query, and a limit that they fill would refuse the gateway.
/// </summary>
[ApiController]
[Route("api/v1/webhooks/plivo")]
public sealed class PlivoWebhookController(IMediator mediator) : ControllerBase
{
    /// <summary>Takes Plivo's report about a message; only Plivo calls it, with its signature over exactly this address and form.</summary>
    /// <remarks>
    /// Needs X-Plivo-Signature-V3 or X-Plivo-Signature-Ma-V3 with X-Plivo-Signature-V3-Nonce. Answers 200 without a body, also to a report that
    /// came before or that names no message of this service. After 503 Plivo sends it again.
    /// </remarks>
    /// <response code="200">The report was taken, now or before.</response>
    [HttpPost("messages/{pathSecret}", Name = "receiveDeliveryReport")]
    [AllowAnonymous]
    [GatewayForm("MessageUUID", "Sequence", "Status", "ErrorCode", "TotalAmount")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [Problems("not_found", "signature_invalid")]
    public async Task<ActionResult> Report([FromGateway] GatewayCall call, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReceiveDeliveryReportCommand(call), cancellationToken)).ToEmpty();
}
