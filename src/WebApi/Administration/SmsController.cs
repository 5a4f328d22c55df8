using CleanAuth.Application.Administration;
using CleanAuth.Application.Spend;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Administration;

[ApiController]
[Route("api/v1/admin/sms")]
public sealed class SmsController(IMediator mediator) : ControllerBase
{
    /// <summary>What messages and calls were sent, arrived, brought their code back, were refused and cost, by day and calling code.</summary>
    /// <remarks>Counters are kept for 400 days; costs are configured prices, corrected by what the gateway reported.</remarks>
    /// <param name="days">How many days of UTC, today included.</param>
    /// <param name="callingCode">Only this one, such as 44; unassigned for numbers of no country.</param>
    /// <response code="200">One page of days and calling codes, the sums of all of them, and whether messages are switched off.</response>
    [HttpGet("usage", Name = "getSmsUsage")]
    [Authorize(Access.Administrator)]
    [ProducesResponseType<SmsUsageList>(StatusCodes.Status200OK)]
    public async Task<ActionResult<SmsUsageList>> Usage(
        [FromQuery] int? days, [FromQuery] string? callingCode, [FromQuery] string? cursor, [FromQuery] int? limit, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListSmsUsageQuery(User.Session().Account, days, callingCode, cursor, limit), cancellationToken)).ToOk();

    /// <summary>Stops every message and call on every node at once, or lets them go again.</summary>
    /// <remarks>
    /// While it is on, send-otp answers 503 sms_disabled: whoever has SMS as the only second factor, administrators too, logs in and steps up by recovery
    /// code only. An operator lifts it by the command <c>sms on</c>.
    /// </remarks>
    /// <response code="204">The switch is as asked for.</response>
    [HttpPut("kill-switch", Name = "setSmsKillSwitch")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<ActionResult> SetKillSwitch(SetSmsKillSwitchRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new SwitchSmsCommand(User.Session(), request.Enabled, request.Reason), cancellationToken)).ToNoContent();
}

/// <param name="Enabled">True: nothing is sent from now on.</param>
/// <param name="Reason">Why; kept in the audit trail. No e-mail address and no phone number.</param>
public sealed record SetSmsKillSwitchRequest(bool? Enabled, string Reason)
{
    public override string ToString() => nameof(SetSmsKillSwitchRequest);
}
