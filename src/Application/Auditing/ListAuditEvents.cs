using CleanAuth.Application.Paging;
using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Auditing;

/// <summary>Who did what, the newest first.</summary>
public sealed record ListAuditEventsQuery(Session Caller, AuditSearch Search, string? Cursor, int? Limit) : IRequest<Result<AuditEventList>>
{
    public override string ToString() => nameof(ListAuditEventsQuery);
}

/// <param name="Items">The newest first.</param>
/// <param name="NextCursor">Asks for what is older, with the same filter; absent at the end.</param>
public sealed record AuditEventList(IReadOnlyList<AuditItem> Items, string? NextCursor);

public sealed class ListAuditEventsValidator : AbstractValidator<ListAuditEventsQuery>
{
    public ListAuditEventsValidator()
    {
        this.CheckSearch(query => query.Search);
        RuleFor(q => q.Limit).IsPageSize();
    }
}

public sealed class ListAuditEventsHandler(IAuditLog log, IPageCursors cursors) : IRequestHandler<ListAuditEventsQuery, Result<AuditEventList>>
{
    public async Task<Result<AuditEventList>> Handle(ListAuditEventsQuery request, CancellationToken cancellationToken)
    {
        var list = request.Search.ListOf(request.Caller.Account);
        var asked = cursors.Ask(list, request.Cursor, request.Limit);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        var page = await log.ListAsync(request.Search.Filter, asked.Value, cancellationToken);
        return new AuditEventList([.. page.Items.Select(AuditItem.Of)], cursors.Next(list, page));
    }
}
