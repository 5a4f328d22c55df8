using System.Globalization;
using System.Text.Json;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using FluentValidation;

namespace CleanAuth.Application.Auditing;

/// <summary>Which audit events, as a query string spells it; null stands for any.</summary>
/// <param name="Account">The accountId of whom it concerns.</param>
/// <param name="Administrator">The accountId of the administrator who did it.</param>
/// <param name="Event">The name of a <see cref="SecurityEvent"/>.</param>
/// <param name="Outcome">The name of an <see cref="AuditOutcome"/>.</param>
/// <param name="From">From this moment on, RFC 3339.</param>
/// <param name="To">Before this moment, RFC 3339.</param>
public sealed record AuditSearch(string? Account = null, string? Administrator = null, string? Event = null, string? Outcome = null, string? From = null, string? To = null)
{
    /// <summary>The years that a time may have: the first before there was an event, the last long after.</summary>
    public const int FirstYear = 2000;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 2999;

    private static readonly string[] s_times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>What was asked for, of texts that broke no rule.</summary>
    internal AuditFilter Filter => new(IdOf(Account), IdOf(Administrator), NamedOf<SecurityEvent>(Event), NamedOf<AuditOutcome>(Outcome), TimeOf(From), TimeOf(To));

    /// <summary>One for the list and the export: a cursor of one goes on in the other.</summary>
    internal PagedList ListOf(AccountId caller) => new("audit", caller) { Filter = Filter.Spelling };

    public override string ToString() => nameof(AuditSearch);

    internal static AccountId? IdOf(string? text) => Guid.TryParseExact(text, "D", out var id) ? new AccountId(id) : null;

    /// <summary>The value that the contract calls so, and no other spelling.</summary>
    internal static T? NamedOf<T>(string? text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName($"{value}") == text)
            {
                return value;
            }
        }

        return null;
    }

    internal static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time.UtcDateTime.Year is >= FirstYear and <= LastYear
            ? time.ToUniversalTime()
            : null;
}

internal static class AuditSearchRules
{
    /// <summary>Everything that the list and the export refuse about a filter.</summary>
    internal static void CheckSearch<T>(this AbstractValidator<T> validator, Func<T, AuditSearch> of)
    {
        Form(search => search.Account, "account", text => AuditSearch.IdOf(text) is not null, "id_invalid", "must be an accountId");
        Form(search => search.Administrator, "administrator", text => AuditSearch.IdOf(text) is not null, "id_invalid", "must be an accountId");
        Form(search => search.Event, "event", text => AuditSearch.NamedOf<SecurityEvent>(text) is not null, "event_unknown", "must be the name of an event");
        Form(search => search.Outcome, "outcome", text => AuditSearch.NamedOf<AuditOutcome>(text) is not null, "outcome_unknown", "must be succeeded, failed or refused");
        Form(search => search.From, "from", IsTime, "time_invalid", $"must be a time of RFC 3339 with its offset, from {AuditSearch.FirstYear} to {AuditSearch.LastYear}");
        Form(search => search.To, "to", IsTime, "time_invalid", $"must be a time of RFC 3339 with its offset, from {AuditSearch.FirstYear} to {AuditSearch.LastYear}");
        validator.RuleFor(query => of(query)).Must(search => !(AuditSearch.TimeOf(search.From) >= AuditSearch.TimeOf(search.To)))
            .OverridePropertyName("to").WithErrorCode("period_invalid").WithMessage("must be later than from");
        validator.RuleFor(query => of(query)).Must(HasOneOutcome)
            .OverridePropertyName("outcome").WithErrorCode("outcome_contradicts_event").WithMessage("must be the outcome of the event that is asked for, which has one only");

        void Form(Func<AuditSearch, string?> text, string name, Func<string?, bool> isRight, string code, string message) =>
            validator.RuleFor(query => text(of(query))).Must(given => given is null || isRight(given)).OverridePropertyName(name).WithErrorCode(code).WithMessage(message);
    }

    private static bool IsTime(string? text) => AuditSearch.TimeOf(text) is not null;

    private static bool HasOneOutcome(AuditSearch search) =>
        AuditSearch.NamedOf<SecurityEvent>(search.Event) is not { } what || AuditSearch.NamedOf<AuditOutcome>(search.Outcome) is not { } outcome || AuditMeaning.OutcomeOf(what) == outcome;
}
