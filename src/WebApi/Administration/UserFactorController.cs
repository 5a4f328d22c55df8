using CleanAuth.Application.Administration;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Administration;

[ApiController]
[Route("api/v1/admin/users/{id}")]
public sealed class UserFactorController(IMediator mediator) : ControllerBase
{
    /// <summary>Demands a second factor of an account from a day on, or no longer.</summary>
    /// <remarks>
    /// Until enforceFrom its owner logs in as before, is told the day and can switch a factor on; from then on a log-in without one only switches one on, and a
    /// session of a password alone is not refreshed. The last factor cannot be switched off as soon as one is demanded. Nobody lifts the demand on oneself.
    /// </remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">The demand is as asked for, and its owner is told of a new one.</response>
    [HttpPut("two-factor-policy", Name = "setTwoFactorPolicy")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found", "self_reset_refused")]
    public async Task<ActionResult> SetPolicy(string id, SetTwoFactorPolicyRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(
            new SetTwoFactorPolicyCommand(User.Session(), AccountPath.Named(id), request.Required, request.EnforceFrom, request.Reason), cancellationToken)).ToNoContent();

    /// <summary>Takes every second factor away from somebody who lost one.</summary>
    /// <remarks>
    /// Ends all sessions and log-ins under way and tells the owner. The next log-in only switches a new factor on, and proves the verified number as well, if there
    /// is one. For a day no password is replaced by a code by SMS alone. Nobody does this to oneself.
    /// </remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">The account has no second factor and must get one at its next log-in.</response>
    [HttpPost("two-factor/reset", Name = "resetTwoFactor")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found", "self_reset_refused")]
    public async Task<ActionResult> Reset(string id, ResetTwoFactorRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new ResetTwoFactorCommand(User.Session(), AccountPath.Named(id), request.PhoneLost == true, request.Reason), cancellationToken)).ToNoContent();
}

/// <param name="Required">True: the account must have a second factor.</param>
/// <param name="Reason">Why; kept in the audit trail. No e-mail address and no phone number.</param>
/// <param name="EnforceFrom">From when on, at most 365 days ahead; at once when it is left out or past. Only with required.</param>
public sealed record SetTwoFactorPolicyRequest(bool? Required, string Reason, DateTimeOffset? EnforceFrom = null)
{
    public override string ToString() => nameof(SetTwoFactorPolicyRequest);
}

/// <param name="Reason">How the person was identified; kept in the audit trail. No e-mail address and no phone number.</param>
/// <param name="PhoneLost">True: the verified number is lost for good and is taken away as well, so that the next log-in does not ask for it. Whoever knows the password can then enrol: identify the person twice.</param>
public sealed record ResetTwoFactorRequest(string Reason, bool? PhoneLost = null)
{
    public override string ToString() => nameof(ResetTwoFactorRequest);
}
