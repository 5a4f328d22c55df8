using CleanAuth.Application.Administration;
using CleanAuth.Domain.Accounts;
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
    /// <summary>An account: its state, its factors, and what keeps its owner out.</summary>
    /// <remarks>The number appears by its last two digits. There is no password, secret or code in it.</remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="200">As it is at this moment.</response>
    [HttpGet(Name = "getUser")]
    [Authorize(Access.Administrator)]
    [ProducesResponseType<UserDetail>(StatusCodes.Status200OK)]
    [Problems("not_found")]
    public async Task<ActionResult<UserDetail>> Get(string id, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetUserQuery(AccountPath.Named(id)), cancellationToken)).ToOk();

    /// <summary>Appoints an administrator, or dismisses one.</summary>
    /// <remarks>Live tokens feel it at once. Nobody changes their own role, nor dismisses the last active administrator. The number is told. The role that it has already changes nothing.</remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">The role is as asked for.</response>
    [HttpPut("role", Name = "setUserRole")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found", "self_reset_refused", "last_administrator")]
    public async Task<ActionResult> SetRole(string id, SetRoleRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new SetRoleCommand(User.Session(), AccountPath.Named(id), request.Role, request.Reason), cancellationToken)).ToNoContent();

    /// <summary>Disables an account, or enables it again.</summary>
    /// <remarks>Disabling ends its sessions and log-ins under way at once. Nobody disables their own account, nor the last active administrator's. The number is told of disabling. The status that it has already changes nothing.</remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">The status is as asked for.</response>
    [HttpPut("status", Name = "setAccountStatus")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found", "self_reset_refused", "last_administrator")]
    public async Task<ActionResult> SetStatus(string id, SetAccountStatusRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new SetAccountStatusCommand(User.Session(), AccountPath.Named(id), request.Status, request.Reason), cancellationToken)).ToNoContent();

    /// <summary>Clears the wrong passwords and codes in a row of an account, so that nothing of it is throttled or suspended.</summary>
    /// <remarks>Make sure that its owner asks: whoever knows the password may have guessed codes. Nobody unlocks their own account.</remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">Every counter begins anew.</response>
    [HttpPost("unlock", Name = "unlockUser")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found", "self_reset_refused")]
    public async Task<ActionResult> Unlock(string id, ReasonRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new UnlockUserCommand(User.Session(), AccountPath.Named(id), request.Reason), cancellationToken)).ToNoContent();

    /// <summary>Ends every session of an account.</summary>
    /// <remarks>Its tokens are refused from the next call on. One's own account too.</remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">There is no session any more.</response>
    [HttpPost("sessions/end", Name = "endUserSessions")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found")]
    public async Task<ActionResult> EndSessions(string id, ReasonRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new EndUserSessionsCommand(User.Session(), AccountPath.Named(id), request.Reason), cancellationToken)).ToNoContent();

    /// <summary>Deletes an account and everything that is stored about its owner, at once and for good.</summary>
    /// <remarks>As when its owner does it; the number is told. Nobody deletes their own account here, nor the last active administrator's.</remarks>
    /// <param name="id">The accountId.</param>
    /// <response code="204">There is no such account any more.</response>
    [HttpPost("delete", Name = "deleteUser")]
    [Authorize(Access.AdministratorFreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found", "self_reset_refused", "last_administrator")]
    public async Task<ActionResult> Delete(string id, ReasonRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeleteUserCommand(User.Session(), AccountPath.Named(id), request.Reason), cancellationToken)).ToNoContent();
}

/// <param name="Role">What the account may do from now on.</param>
/// <param name="Reason">Why; kept in the audit trail. No e-mail address and no phone number.</param>
public sealed record SetRoleRequest(Role? Role, string Reason)
{
    public override string ToString() => nameof(SetRoleRequest);
}

/// <param name="Reason">Why; kept in the audit trail. No e-mail address and no phone number.</param>
public sealed record ReasonRequest(string Reason)
{
    public override string ToString() => nameof(ReasonRequest);
}

/// <param name="Status">What the account is from now on.</param>
/// <param name="Reason">Why; kept in the audit trail. No e-mail address and no phone number.</param>
public sealed record SetAccountStatusRequest(AccountStatus? Status, string Reason)
{
    public override string ToString() => nameof(SetAccountStatusRequest);
}
