using CleanAuth.Application.Paging;
using CleanAuth.Domain;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Sessions;

/// <summary>The open sessions of the account that asks.</summary>
public sealed record ListSessionsQuery(Session Caller, string? Cursor, int? Limit) : IRequest<Result<SessionList>>
{
    public override string ToString() => nameof(ListSessionsQuery);
}

/// <param name="Items">The last used first.</param>
/// <param name="NextCursor">For the next page; absent on the last one.</param>
public sealed record SessionList(IReadOnlyList<SessionItem> Items, string? NextCursor);

/// <param name="Id">To end it with.</param>
/// <param name="Device">Such as <c>Firefox on Windows</c>, as the client called itself at log-in; no proof.</param>
/// <param name="Address">The network that it was last used from, such as <c>192.0.2.0/24</c>.</param>
/// <param name="CreatedAt">The log-in.</param>
/// <param name="LastUsedAt">The last log-in or refresh.</param>
/// <param name="Amr">What was proved last: <c>pwd</c>, <c>otp</c>, <c>sms</c>, <c>recovery</c>, <c>mfa</c>.</param>
/// <param name="Current">True for the session that asks.</param>
public sealed record SessionItem(Guid Id, string Device, string? Address, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, IReadOnlyList<string> Amr, bool Current);

public sealed class ListSessionsValidator : AbstractValidator<ListSessionsQuery>
{
    public ListSessionsValidator() => RuleFor(q => q.Limit).IsPageSize();
}

public sealed class ListSessionsHandler(ISessions sessions, IPageCursors cursors, TimeProvider time) : IRequestHandler<ListSessionsQuery, Result<SessionList>>
{
    public async Task<Result<SessionList>> Handle(ListSessionsQuery request, CancellationToken cancellationToken)
    {
        var caller = request.Caller;
        var list = new PagedList("sessions", caller.Account);
        var asked = cursors.Ask(list, request.Cursor, request.Limit);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        var page = await sessions.ListAsync(caller.Account, asked.Value, time.GetUtcNow(), cancellationToken);
        return new SessionList([.. page.Items.Select(session => ItemOf(session, caller.Id))], cursors.Next(list, page));
    }

    private static SessionItem ItemOf(OpenSession session, SessionId caller) =>
        new(session.Id.Value, session.Device, session.Network, session.CreatedAt, session.LastUsedAt, session.Methods.Amr, session.Id == caller);
}
