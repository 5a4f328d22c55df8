using System.Text.Json;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>What an answer of Plivo means. Decides by the status: error texts are free and change, and may be HTML.</summary>
internal static class PlivoAnswer
{
    internal const int MaxBytes = 64 * 1024;

    /// <summary>The reasons that concern the account at Plivo and thereby every message, until an operator acts.</summary>
    internal const string Unauthorized = "unauthorized";
    internal const string NoCredit = "no_credit";

    internal static async Task<SendOutcome> ReadAsync(HttpResponseMessage response, Func<JsonElement, SendOutcome?> read, CancellationToken ct) =>
        (int)response.StatusCode switch
        {
            >= 200 and < 300 => await ReadBodyAsync(response.Content, read, ct),
            >= 300 and < 400 => Refused("redirected"),
            400 => Refused("bad_request"),
            401 => Refused(Unauthorized),
            402 => Refused(NoCredit),
            403 => Refused("country_blocked"),
            429 => new SendOutcome(SendOutcomeKind.NotSent, Reason: "throttled"),
            >= 400 and < 500 => Refused("rejected"),
            _ => new SendOutcome(SendOutcomeKind.Unknown, Reason: "gateway_error"),
        };

    /// <summary>The answer of the Message API, or null when it does not tell.</summary>
    internal static SendOutcome? OfMessage(JsonElement body, PhoneNumber to)
    {
        if (Strings(body, "invalid_number").Any(number => number.TrimStart('+') == to.Digits))
        {
            return Refused("invalid_number");
        }

        return Strings(body, "message_uuid").FirstOrDefault() is { } id && IsId(id) ? new SendOutcome(SendOutcomeKind.Accepted, id) : null;
    }

    /// <summary>The answer of the Call API, or null when it does not tell.</summary>
    internal static SendOutcome? OfCall(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("request_uuid", out var id) && id.ValueKind == JsonValueKind.String && IsId(id.GetString()!)
            ? new SendOutcome(SendOutcomeKind.Accepted, id.GetString())
            : null;

    private static async Task<SendOutcome> ReadBodyAsync(HttpContent content, Func<JsonElement, SendOutcome?> read, CancellationToken ct)
    {
        await content.LoadIntoBufferAsync(MaxBytes, ct);
        SendOutcome? outcome = null;
        try
        {
            using var json = JsonDocument.Parse(await content.ReadAsByteArrayAsync(ct));
            outcome = read(json.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no valid UTF-8 or UTF-16. Either way the answer stays unread.
        }

        return outcome ?? new SendOutcome(SendOutcomeKind.Unknown, Reason: "unreadable_answer");
    }

    private static List<string> Strings(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    // It goes into the database and the log as it came.
    internal static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static SendOutcome Refused(string reason) => new(SendOutcomeKind.Refused, Reason: reason);
}
