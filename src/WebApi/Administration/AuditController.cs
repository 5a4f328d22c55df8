using CleanAuth.Application.Auditing;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Administration;

[ApiController]
[Route("api/v1/admin/audit-events")]
public sealed class AuditController(IMediator mediator) : ControllerBase
{
    /// <summary>Who did what to whom, when, and how it ended; the newest first.</summary>
    /// <remarks>A cursor is good for the filter that it was given for. Nothing here names a person but by an id.</remarks>
    /// <response code="200">One page.</response>
    [HttpGet(Name = "listAuditEvents")]
    [Authorize(Access.Administrator)]
    [ProducesResponseType<AuditEventList>(StatusCodes.Status200OK)]
    public async Task<ActionResult<AuditEventList>> List(
        [FromQuery] string? account, [FromQuery] string? administrator, [FromQuery] string? @event, [FromQuery] string? outcome, [FromQuery] string? from, [FromQuery] string? to,
        [FromQuery] string? cursor, [FromQuery] int? limit, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListAuditEventsQuery(User.Session(), new AuditSearch(account, administrator, @event, outcome, from, to), cursor, limit), cancellationToken)).ToOk();

    /// <summary>The same as lines of JSON, up to 100,000 at a time.</summary>
    /// <remarks>
    /// Each line is an item of listAuditEvents. The last one is no event: it has count and, when there is more, nextCursor for the next export; a file
    /// without it was cut short. The export is an event itself.
    /// </remarks>
    /// <response code="200">To be saved as a file.</response>
    [HttpGet("export", Name = "exportAuditEvents")]
    [Authorize(Access.Administrator)]
    [Produces(AuditLines.ContentType, Type = typeof(AuditItem))]
    public async Task<ActionResult> Export(
        [FromQuery] string? account, [FromQuery] string? administrator, [FromQuery] string? @event, [FromQuery] string? outcome, [FromQuery] string? from, [FromQuery] string? to,
        [FromQuery] string? cursor, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportAuditEventsQuery(User.Session(), new AuditSearch(account, administrator, @event, outcome, from, to), cursor), cancellationToken)).ToLines();
}
