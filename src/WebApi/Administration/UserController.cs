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
public sealed class UserController(IMediator mediator) : ControllerBase
{
    /// <summary>Disables an account, or enables it again.</summary>
    /// <remarks>Disabling ends its sessions and log-ins under way at once. Nobody disables their own account, nor the last active administrator's.</remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">The status is as asked for.</response>
    [HttpPut("status", Name = "setAccountStatus")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found", "self_reset_refused", "last_administrator")]
    public async Task<ActionResult> SetStatus(string id, SetAccountStatusRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new SetAccountStatusCommand(User.Session(), AccountPath.Named(id), request.Status, request.Reason), cancellationToken)).ToNoContent();
}

/// <param name="Status">What the account is from now on.</param>
/// <param name="Reason">Why; kept in the audit trail. No e-mail address and no phone number.</param>
public sealed record SetAccountStatusRequest(AccountStatus? Status, string Reason)
{
    public override string ToString() => nameof(SetAccountStatusRequest);
}
