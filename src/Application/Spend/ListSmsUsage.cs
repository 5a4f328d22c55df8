using CleanAuth.Application.Paging;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Spend;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Spend;

/// <summary>As <see cref="GetSmsUsageQuery"/>, by pages.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Days">How many days of UTC, today included (1-400; 7 when null).</param>
/// <param name="CallingCode">Only this one.</param>
public sealed record ListSmsUsageQuery(AccountId Caller, int? Days, string? CallingCode, string? Cursor, int? Limit) : IRequest<Result<SmsUsageList>>
{
    public const int DefaultDays = 7;

    public override string ToString() => nameof(ListSmsUsageQuery);
}

/// <param name="Items">The newest day first, then by calling code; without those on which nothing happened.</param>
/// <param name="Totals">Of all days that were asked for, whatever the page.</param>
/// <param name="KillSwitchEnabled">True: no message is sent now.</param>
/// <param name="NextCursor">For the next page; absent on the last one.</param>
public sealed record SmsUsageList(IReadOnlyList<SmsUsageOfDay> Items, SmsUsageTotals Totals, bool KillSwitchEnabled, string? NextCursor);

/// <inheritdoc cref="SmsUsageOfDay"/>
public sealed record SmsUsageTotals(long Sent, long Delivered, long Verified, decimal Cost, IReadOnlyDictionary<string, long> Refused);

public sealed class ListSmsUsageValidator : AbstractValidator<ListSmsUsageQuery>
{
    public ListSmsUsageValidator()
    {
        RuleFor(q => q.Days).IsUsageDays();
        RuleFor(q => q.CallingCode).Must(IsCallingCode).When(q => q.CallingCode is not null)
            .WithErrorCode("calling_code_invalid").WithMessage($"must be 1 to 3 digits without a plus sign, such as 44, or {CallingCode.Unassigned}");
        RuleFor(q => q.Limit).IsPageSize();
    }

    private static bool IsCallingCode(string? code) => code == CallingCode.Unassigned || (code is { Length: >= 1 and <= 3 } && code[0] != '0' && code.All(char.IsAsciiDigit));
}

public sealed class ListSmsUsageHandler(ISmsUsage usage, ISmsSwitch sms, IPageCursors cursors, TimeProvider time) : IRequestHandler<ListSmsUsageQuery, Result<SmsUsageList>>
{
    public async Task<Result<SmsUsageList>> Handle(ListSmsUsageQuery request, CancellationToken cancellationToken)
    {
        var days = request.Days ?? ListSmsUsageQuery.DefaultDays;
        var list = new PagedList("sms-usage", request.Caller) { Filter = $"{days};{request.CallingCode}" };
        var asked = cursors.Ask(list, request.Cursor, request.Limit);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var period = new SpendPeriod(today.AddDays(1 - days), request.CallingCode);
        var page = await usage.ListAsync(period, asked.Value, cancellationToken);
        var sum = await usage.SumAsync(period, cancellationToken);
        var totals = new SmsUsageTotals(sum.Sent, sum.Delivered, sum.Verified, sum.Cost.Amount, sum.Refused);
        return new SmsUsageList([.. page.Items.Select(SmsUsageOfDay.Of)], totals, await sms.IsOffAsync(cancellationToken), cursors.Next(list, page));
    }
}
