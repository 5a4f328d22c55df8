using System.Text.Json;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>What an answer of Plivo means. Decides by the status: error texts are free and change, and may be HTML.</summary>
internal static class PlivoAnswer
{
    internal const int MaxBytes = 64 * 1024;

    internal static async Task<SmsOutcome> ReadAsync(HttpResponseMessage response, PhoneNumber to, CancellationToken ct) =>
        (int)response.StatusCode switch
        {
            >= 200 and < 300 => await ReadBodyAsync(response.Content, to, ct),
            >= 300 and < 400 => Refused("redirected"),
            400 => Refused("bad_request"),
            401 => Refused("unauthorized"),
            402 => Refused("no_credit"),
            403 => Refused("country_blocked"),
            429 => new SmsOutcome(SmsOutcomeKind.NotSent, Reason: "throttled"),
            >= 400 and < 500 => Refused("rejected"),
            _ => new SmsOutcome(SmsOutcomeKind.Unknown, Reason: "gateway_error"),
        };

    private static async Task<SmsOutcome> ReadBodyAsync(HttpContent content, PhoneNumber to, CancellationToken ct)
    {
        await content.LoadIntoBufferAsync(MaxBytes, ct);
        try
        {
            using var json = JsonDocument.Parse(await content.ReadAsByteArrayAsync(ct));
            if (Strings(json, "invalid_number").Any(number => number.TrimStart('+') == to.Digits))
            {
                return Refused("invalid_number");
            }

            if (Strings(json, "message_uuid").FirstOrDefault() is { } id && IsId(id))
            {
                return new SmsOutcome(SmsOutcomeKind.Accepted, id);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no valid UTF-8 or UTF-16. Either way the answer stays unread.
        }

        return new SmsOutcome(SmsOutcomeKind.Unknown, Reason: "unreadable_answer");
    }

    private static List<string> Strings(JsonDocument json, string member) =>
        json.RootElement.ValueKind == JsonValueKind.Object
        && json.RootElement.TryGetProperty(member, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    // It goes into the database and the log as it came.
    private static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static SmsOutcome Refused(string reason) => new(SmsOutcomeKind.Refused, Reason: reason);
}
