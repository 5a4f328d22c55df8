using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Says which setting is wrong, and never what it holds: these sentences end up in logs.</summary>
internal sealed partial class PlivoOptionsValidator : IValidateOptions<PlivoOptions>
{
    private const string Token = "20 to 128 printable characters without blanks";

    public ValidateOptionsResult Validate(string? name, PlivoOptions options)
    {
        string[] problems =
        [
            .. Check(nameof(options.AuthId), options.AuthId, AuthId().IsMatch, "1 to 64 letters and digits"),
            .. Check(nameof(options.AuthToken), options.AuthToken, AuthToken().IsMatch, Token),
            .. Check(nameof(options.SenderId), options.SenderId, SenderId().IsMatch,
                "a number in E.164 form without the plus sign (up to 15 digits), a short code, or a name of up to 11 letters and digits"),
            .. Check(nameof(options.BaseUrl), options.BaseUrl, OutgoingAddress.IsOne, OutgoingAddress.Form),
            .. Check(nameof(options.TimeoutSeconds), $"{options.TimeoutSeconds}", _ => options.TimeoutSeconds is >= 1 and <= 10, "1 to 10"),
            .. CheckOptional(nameof(options.PreviousAuthToken), options.PreviousAuthToken, AuthToken().IsMatch, $"{Token}, or left out"),
            .. CheckOptional(nameof(options.MainAuthToken), options.MainAuthToken, AuthToken().IsMatch, $"{Token}, or left out"),
            .. CheckOptional(nameof(options.CallbackBaseUrl), options.CallbackBaseUrl, OutgoingAddress.IsOne,
                $"{OutgoingAddress.Form}, or left out together with Plivo:CallbackSecret"),
            .. CheckOptional(nameof(options.CallbackSecret), options.CallbackSecret, CallbackSecret().IsMatch,
                "22 to 128 characters of A-Z, a-z, 0-9, - and _ (at least 128 random bits), or left out together with Plivo:CallbackBaseUrl"),
            .. HalfOfCallbacks(options),
            .. CheckOptional(nameof(options.CallerId), options.CallerId, CallerId().IsMatch, "a number of the account in E.164 form without the plus sign, or left out"),
            .. CallsWithoutCallbacks(options),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Check(string setting, string? value, Func<string, bool> valid, string expected)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            yield return $"Plivo:{setting} is missing: set it (environment variable Plivo__{setting}) or run in Development.";
        }
        else if (!valid(value))
        {
            yield return $"Plivo:{setting} (environment variable Plivo__{setting}) must be {expected}.";
        }
    }

    private static IEnumerable<string> CheckOptional(string setting, string? value, Func<string, bool> valid, string expected) =>
        string.IsNullOrEmpty(value) ? [] : Check(setting, value, text => !string.IsNullOrWhiteSpace(text) && valid(text), expected);

    private static IEnumerable<string> HalfOfCallbacks(PlivoOptions options)
    {
        if (string.IsNullOrEmpty(options.CallbackBaseUrl) != string.IsNullOrEmpty(options.CallbackSecret))
        {
            var (missing, there) = string.IsNullOrEmpty(options.CallbackSecret)
                ? (nameof(options.CallbackSecret), nameof(options.CallbackBaseUrl))
                : (nameof(options.CallbackBaseUrl), nameof(options.CallbackSecret));
            yield return $"Plivo:{missing} is missing: set it (environment variable Plivo__{missing}), or remove Plivo:{there} to do without delivery reports.";
        }
    }

    // What is said in a call is asked for when somebody takes it.
    private static IEnumerable<string> CallsWithoutCallbacks(PlivoOptions options)
    {
        if (!string.IsNullOrEmpty(options.CallerId) && !options.HasCallbacks)
        {
            yield return "Plivo:CallerId needs Plivo:CallbackBaseUrl and Plivo:CallbackSecret: set them, or remove it to do without calls.";
        }
    }

    // It becomes part of a path and, before a colon, of the basic credentials.
    [GeneratedRegex(@"^[A-Za-z0-9]{1,64}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AuthId();

    [GeneratedRegex(@"^[!-~]{20,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AuthToken();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{22,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CallbackSecret();

    [GeneratedRegex(@"^[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CallerId();

    [GeneratedRegex(@"^(?:[1-9][0-9]{2,14}|(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,10})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SenderId();
}
