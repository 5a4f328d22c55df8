using CleanAuth.Application.Paging;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>What happened to the account of the caller, the newest first.</summary>
public sealed record ListActivityQuery(AccountId Account, string? Cursor, int? Limit) : IRequest<Result<ActivityList>>
{
    public override string ToString() => nameof(ListActivityQuery);
}

/// <param name="Items">The newest first.</param>
/// <param name="NextCursor">Asks for what is older; absent at the end.</param>
public sealed record ActivityList(IReadOnlyList<ActivityItem> Items, string? NextCursor);

/// <param name="At">When it happened.</param>
/// <param name="Event">What happened. More kinds may be added.</param>
/// <param name="SessionId">In which session, when there was one.</param>
/// <param name="Network">Where it came from: the first three bytes of an IPv4 address or the first six of an IPv6 address, never all of it. Absent for what an operator did.</param>
public sealed record ActivityItem(DateTimeOffset At, ActivityEvent Event, Guid? SessionId, string? Network)
{
    public override string ToString() => nameof(ActivityItem);
}

public sealed class ListActivityValidator : AbstractValidator<ListActivityQuery>
{
    public ListActivityValidator() => RuleFor(q => q.Limit).IsPageSize();
}

public sealed class ListActivityHandler(IActivity activity, IPageCursors cursors) : IRequestHandler<ListActivityQuery, Result<ActivityList>>
{
    public async Task<Result<ActivityList>> Handle(ListActivityQuery request, CancellationToken cancellationToken)
    {
        var list = new PagedList("activity", request.Account);
        var asked = cursors.Ask(list, request.Cursor, request.Limit);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        var page = await activity.ListAsync(request.Account, asked.Value, cancellationToken);
        return new ActivityList([.. page.Items.Select(entry => new ActivityItem(entry.At, entry.Event, entry.SessionId, entry.Network))], cursors.Next(list, page));
    }
}
