using System.Runtime.CompilerServices;
using CleanAuth.Application.Paging;
using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Auditing;

/// <summary>As <see cref="ListAuditEventsQuery"/> in one stream, which is itself recorded.</summary>
public sealed record ExportAuditEventsQuery(Session Caller, AuditSearch Search, string? Cursor) : IRequest<Result<AuditExport>>
{
    /// <summary>Lines of one export at most; the last line tells where the next one begins.</summary>
    public const int Most = 100_000;

    public override string ToString() => nameof(ExportAuditEventsQuery);
}

/// <param name="Lines">The events, then one <see cref="AuditExportEnd"/>. Read page by page while it is written, so that none of it is held.</param>
public sealed record AuditExport(IAsyncEnumerable<object> Lines);

/// <summary>The last line of an export; a file without it was cut short.</summary>
/// <param name="Count">How many events came before.</param>
/// <param name="NextCursor">Asks for the rest, with the same filter; absent when there is none.</param>
public sealed record AuditExportEnd(int Count, string? NextCursor);

public sealed class ExportAuditEventsValidator : AbstractValidator<ExportAuditEventsQuery>
{
    public ExportAuditEventsValidator() => this.CheckSearch(query => query.Search);
}

public sealed class ExportAuditEventsHandler(IAuditLog log, IAuditTrail audit, IPageCursors cursors, TimeProvider time) : IRequestHandler<ExportAuditEventsQuery, Result<AuditExport>>
{
    private const int PageSize = 1_000;

    public async Task<Result<AuditExport>> Handle(ExportAuditEventsQuery request, CancellationToken cancellationToken)
    {
        var (search, caller) = (request.Search, request.Caller);
        var list = search.ListOf(caller.Account);
        var asked = cursors.Ask(list, request.Cursor, limit: null);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        // Before the first line leaves: what is cut short was taken, too.
        await audit.RecordAsync(new AuditEvent(SecurityEvent.AuditExported, time.GetUtcNow(), Session: caller.Id) { Administrator = caller.Account }, cancellationToken);
        return new AuditExport(ReadAsync(list, search.Filter, asked.Value.After, cancellationToken));
    }

    private async IAsyncEnumerable<object> ReadAsync(PagedList list, AuditFilter filter, PagePosition? after, [EnumeratorCancellation] CancellationToken ct)
    {
        var count = 0;
        do
        {
            var page = await log.ListAsync(filter, new PageRequest(after, PageSize), ct);
            foreach (var entry in page.Items)
            {
                yield return AuditItem.Of(entry);
            }

            (count, after) = (count + page.Items.Count, page.Last);
        }
        while (after is not null && count < ExportAuditEventsQuery.Most);

        yield return new AuditExportEnd(count, after is { } last ? cursors.Write(list, last) : null);
    }
}
