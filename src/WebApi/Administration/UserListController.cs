using CleanAuth.Application.Administration;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Administration;

[ApiController]
[Route("api/v1/admin/users")]
public sealed class UserListController(IMediator mediator) : ControllerBase
{
    /// <summary>The accounts, the newest first.</summary>
    /// <param name="twoFactor">Only those with these second factors: none, enabled (any), totp or sms (whatever else).</param>
    /// <param name="locked">Only those with a suspended factor, or without one.</param>
    /// <param name="required">Only those of which an administrator demands a second factor, or of which none does.</param>
    /// <param name="status">Only active or only disabled ones.</param>
    /// <param name="role">Only users or only administrators.</param>
    /// <response code="200">One page.</response>
    [HttpGet(Name = "listUsers")]
    [Authorize(Access.Administrator)]
    [ProducesResponseType<UserList>(StatusCodes.Status200OK)]
    public async Task<ActionResult<UserList>> List(
        [FromQuery] FactorState? twoFactor, [FromQuery] bool? locked, [FromQuery] bool? required, [FromQuery] AccountStatus? status, [FromQuery] Role? role, [FromQuery] string? cursor,
        [FromQuery] int? limit, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListUsersQuery(User.Session().Account, twoFactor, locked, required, status, role, Text: null, cursor, limit), cancellationToken)).ToOk();

    /// <summary>The same accounts, also by e-mail address or telephone number, which do not belong in an address.</summary>
    /// <remarks>
    /// Changes nothing and needs no reason. Digits alone (blanks, dashes, dots, brackets and plus signs do not count) are the end of a number, anything else is
    /// the beginning of an e-mail address; the list is then sorted by these.
    /// </remarks>
    /// <response code="200">One page.</response>
    [HttpPost("search", Name = "searchUsers")]
    [Authorize(Access.Administrator)]
    [ProducesResponseType<UserList>(StatusCodes.Status200OK)]
    public async Task<ActionResult<UserList>> Search(SearchUsersRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(
            new ListUsersQuery(User.Session().Account, request.TwoFactor, request.Locked, request.Required, request.Status, request.Role, request.Text, request.Cursor, request.Limit),
            cancellationToken)).ToOk();
}

/// <param name="Text">The first three or more characters of an e-mail address, or the last four or more digits of a number.</param>
/// <param name="TwoFactor">Only those with these second factors: none, enabled (any), totp or sms (whatever else).</param>
/// <param name="Locked">Only those with a suspended factor, or without one.</param>
/// <param name="Required">Only those of which an administrator demands a second factor, or of which none does.</param>
/// <param name="Status">Only active or only disabled ones.</param>
/// <param name="Role">Only users or only administrators.</param>
/// <param name="Cursor">The nextCursor of the page before, as it was given; without it the list begins.</param>
/// <param name="Limit">The most items of one page: 1 to 100, 50 unless given.</param>
public sealed record SearchUsersRequest(
    string? Text = null, FactorState? TwoFactor = null, bool? Locked = null, bool? Required = null, AccountStatus? Status = null, Role? Role = null, string? Cursor = null, int? Limit = null)
{
    public override string ToString() => nameof(SearchUsersRequest);
}
