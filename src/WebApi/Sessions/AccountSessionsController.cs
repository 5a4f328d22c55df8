using CleanAuth.Application.Sessions;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Sessions;

[ApiController]
[Route("api/v1/account/sessions")]
public sealed class AccountSessionsController(IMediator mediator) : ControllerBase
{
    /// <summary>The open sessions of the account that asks, the last used first.</summary>
    /// <remarks>The device is what the client called itself, which anybody can imitate; the address is that of a network, not of a machine.</remarks>
    /// <response code="200">One page of them.</response>
    [HttpGet(Name = "listSessions")]
    [Authorize(Access.FullToken)]
    [ProducesResponseType<SessionList>(StatusCodes.Status200OK)]
    public async Task<ActionResult<SessionList>> List([FromQuery] string? cursor, [FromQuery] int? limit, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListSessionsQuery(User.Session(), cursor, limit), cancellationToken)).ToOk();

    /// <summary>Ends one session of the account; with the id of the session that asks it is a log-out.</summary>
    /// <remarks>Needs a log-in or step-up within ten minutes, at any level.</remarks>
    /// <param name="id">From the list.</param>
    /// <response code="204">The session is over.</response>
    [HttpDelete("{id}", Name = "endSession")]
    [Authorize(Access.RecentProof), EndsOwnSession]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found")]
    public async Task<ActionResult> End(string id, CancellationToken cancellationToken) =>
        (await mediator.Send(new EndSessionCommand(User.Session(), Named(id)), cancellationToken)).ToNoContent();

    /// <summary>Ends every session of the account but the one that asks.</summary>
    /// <remarks>Needs a log-in or step-up within ten minutes, at any level.</remarks>
    /// <response code="204">The other sessions are over.</response>
    [HttpDelete(Name = "endOtherSessions")]
    [Authorize(Access.RecentProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<ActionResult> EndOthers(CancellationToken cancellationToken) =>
        (await mediator.Send(new EndOtherSessionsCommand(User.Session()), cancellationToken)).ToNoContent();

    // Anything but an id is no such address.
    private static SessionId? Named(string id) => Guid.TryParseExact(id, "D", out var value) ? new SessionId(value) : null;
}
