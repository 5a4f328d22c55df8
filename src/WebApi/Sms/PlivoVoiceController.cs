using CleanAuth.Application.Sms;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.OpenApi;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Sms;

/// <summary>What Plivo asks during a call. Not behind the flood gate, as <see cref="PlivoWebhookController"/>.</summary>
[ApiController]
[Route("api/v1/webhooks/plivo/voice/{pathSecret}/{opaque}")]
[AllowAnonymous]
public sealed class PlivoVoiceController(IMediator mediator) : ControllerBase
{
    /// <summary>Somebody took the call: greets, and asks for a key. Only Plivo asks, with its signature over exactly this address and form.</summary>
    /// <remarks>The code is not in the answer. The first CallUUID that asks is the only one; it may ask again.</remarks>
    /// <response code="200">What Plivo says, in its XML.</response>
    [HttpPost(Name = "answerCall")]
    [GatewayForm("CallUUID")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, CallXml.MediaType)]
    [Problems("not_found", "signature_invalid", "call_over")]
    public async Task<ActionResult> Answer([FromGateway] GatewayCall call, string opaque, CancellationToken cancellationToken) =>
        (await mediator.Send(new AnswerCallCommand(call, new CallLink(opaque)), cancellationToken)).ToXml();

    /// <summary>A key was pressed in the call: tells the code, or hangs up.</summary>
    /// <response code="200">What Plivo says, in its XML.</response>
    [HttpPost("digits", Name = "pressKey")]
    [GatewayForm("CallUUID", "Digits")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, CallXml.MediaType)]
    [Problems("not_found", "signature_invalid")]
    public async Task<ActionResult> Press([FromGateway] GatewayCall call, string opaque, CancellationToken cancellationToken) =>
        (await mediator.Send(new PressKeyCommand(call, new CallLink(opaque)), cancellationToken)).ToXml();

    /// <summary>The call is over: its words are erased.</summary>
    /// <response code="200">It was taken, now or before.</response>
    [HttpPost("hangup", Name = "endCall")]
    [GatewayForm("CallUUID", "CallStatus", "HangupCauseCode", "HangupCauseName", "Machine", "TotalCost")]
    [ProducesResponseType(StatusCodes.Status200OK)]
    [Problems("not_found", "signature_invalid")]
    public async Task<ActionResult> End([FromGateway] GatewayCall call, string opaque, CancellationToken cancellationToken) =>
        (await mediator.Send(new EndCallCommand(call, new CallLink(opaque)), cancellationToken)).ToEmpty();
}
