using CleanAuth.Application.Paging;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Paging;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>Finds accounts for an administrator, who sees no full number and nothing secret of them.</summary>
/// <param name="Caller">The administrator.</param>
/// <param name="Text">See <see cref="UserText"/>; null for all.</param>
public sealed record ListUsersQuery(
    AccountId Caller, FactorState? TwoFactor, bool? Locked, bool? Required, AccountStatus? Status, Role? Role, string? Text, string? Cursor, int? Limit)
    : IRequest<Result<UserList>>
{
    public override string ToString() => nameof(ListUsersQuery);
}

/// <param name="Items">The newest first; sorted by e-mail address or number when one was looked for.</param>
/// <param name="NextCursor">Asks for what follows; absent at the end.</param>
public sealed record UserList(IReadOnlyList<UserItem> Items, string? NextCursor);

/// <param name="AccountId">What the other operations name the account by.</param>
/// <param name="Email">In its canonical form.</param>
/// <param name="DisplayName">How to address the person.</param>
/// <param name="PhoneHint">The last two digits of the verified number; absent when there is none.</param>
/// <param name="Status">Whether the account may be used.</param>
/// <param name="Role">What the account may do.</param>
/// <param name="TwoFactor">The second factors that are switched on.</param>
/// <param name="Required">True when an administrator demands a second factor of this account, whatever is demanded of everybody.</param>
/// <param name="EnforceFrom">Since or from when.</param>
/// <param name="Locked">True when a factor is suspended after too many wrong codes: <c>unlock</c> cures it.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record UserItem(
    Guid AccountId, string Email, string? DisplayName, string? PhoneHint, AccountStatus Status, Role Role, UserFactors TwoFactor, bool Required, DateTimeOffset? EnforceFrom, bool Locked,
    DateTimeOffset CreatedAt)
{
    public override string ToString() => nameof(UserItem);
}

/// <param name="Totp">An authenticator app.</param>
/// <param name="Sms">Codes by SMS or call.</param>
public sealed record UserFactors(bool Totp, bool Sms);

public sealed class ListUsersValidator : AbstractValidator<ListUsersQuery>
{
    public ListUsersValidator()
    {
        RuleFor(q => q.Text).IsUserText().When(q => q.Text is not null);
        RuleFor(q => q.Cursor).IsCursor().When(q => q.Cursor is not null);
        RuleFor(q => q.Limit).IsPageSize();
    }
}

public sealed class ListUsersHandler(IUserDirectory users, IPageCursors cursors) : IRequestHandler<ListUsersQuery, Result<UserList>>
{
    public async Task<Result<UserList>> Handle(ListUsersQuery request, CancellationToken cancellationToken)
    {
        var filter = FilterOf(request);
        var list = new PagedList("users", request.Caller) { Filter = filter.Spelling };
        var asked = cursors.Ask(list, request.Cursor, request.Limit);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        var page = await users.FindAsync(filter, asked.Value, cancellationToken);
        return new UserList([.. page.Items.Select(ItemOf)], cursors.Next(list, page));
    }

    private static UserFilter FilterOf(ListUsersQuery request) => new()
    {
        TwoFactor = request.TwoFactor,
        Locked = request.Locked,
        Required = request.Required,
        Disabled = request.Status is { } status ? status == AccountStatus.Disabled : null,
        Role = request.Role,
        Text = UserText.TryParse(request.Text, out var text) ? text : null,
    };

    private static UserItem ItemOf(UserEntry user) => new(
        user.Id.Value, user.Email.Value, user.DisplayName, user.Phone?.Hint, user.IsDisabled ? AccountStatus.Disabled : AccountStatus.Active, user.Role,
        new UserFactors(user.TotpFactorEnabled, user.SmsFactorEnabled), user.FactorRequiredFrom is not null, user.FactorRequiredFrom, user.IsLocked, user.CreatedAt);
}
