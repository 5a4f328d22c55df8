using CleanAuth.Domain;
using CleanAuth.Domain.Spend;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Spend;

/// <summary>What messages were sent, refused and cost, per day and calling code.</summary>
/// <param name="Days">How many days of UTC, today included (1-400).</param>
public sealed record GetSmsUsageQuery(int Days) : IRequest<Result<SmsUsage>>;

/// <param name="Items">The newest day first, then by calling code.</param>
public sealed record SmsUsage(IReadOnlyList<SmsUsageOfDay> Items);

/// <param name="Day">Of UTC.</param>
/// <param name="CallingCode">Such as <c>44</c>, or <c>unassigned</c>.</param>
/// <param name="Sent">Messages that were asked for and not refused.</param>
/// <param name="Delivered">As carriers reported.</param>
/// <param name="Verified">Codes that came back right.</param>
/// <param name="Cost">In the currency of the gateway's account; prices of configuration, corrected by what the gateway reported.</param>
/// <param name="Refused">Requests that got no message, by reason; <c>:shadow</c> at its end: it would have been refused, and was sent.</param>
public sealed record SmsUsageOfDay(DateOnly Day, string CallingCode, long Sent, long Delivered, long Verified, decimal Cost, IReadOnlyDictionary<string, long> Refused)
{
    internal static SmsUsageOfDay Of(SpendDay day) => new(day.Day, day.CallingCode, day.Sent, day.Delivered, day.Verified, day.Cost.Amount, day.Refused);
}

public sealed class GetSmsUsageValidator : AbstractValidator<GetSmsUsageQuery>
{
    public GetSmsUsageValidator() => RuleFor(q => (int?)q.Days).IsUsageDays().OverridePropertyName(nameof(GetSmsUsageQuery.Days));
}

/// <summary>How far back usage is told: as long as its counters are kept unless set otherwise.</summary>
public static class UsageRules
{
    public const int MostDays = 400;

    public static IRuleBuilderOptions<T, int?> IsUsageDays<T>(this IRuleBuilder<T, int?> rule) =>
        rule.InclusiveBetween(1, MostDays).WithErrorCode("days_out_of_range").WithMessage($"must be 1 to {MostDays}");
}

public sealed class GetSmsUsageHandler(ISmsUsage usage, TimeProvider time) : IRequestHandler<GetSmsUsageQuery, Result<SmsUsage>>
{
    public async Task<Result<SmsUsage>> Handle(GetSmsUsageQuery request, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var days = await usage.ReadAsync(today.AddDays(1 - request.Days), cancellationToken);
        return new SmsUsage([.. days.Select(SmsUsageOfDay.Of)]);
    }
}
