using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms.Webhooks;

namespace CleanAuth.Infrastructure.Sms.Calls;

/// <summary>What the fields of Plivo's questions about a call mean; whatever is missing or strange has a meaning too, and none is kept as it came.</summary>
internal static class PlivoCallFields
{
    internal static string? IdOf(GatewayCall call) => call["CallUUID"] is { } id && PlivoAnswer.IsId(id) ? id : null;

    internal static bool IsKeyPress(GatewayCall call) => call["Digits"] == SpokenText.Key;

    /// <summary>Why a call ended without its key press; a stable word for the database, operators and <see cref="DeliveryReason.FailureOf"/>.</summary>
    internal static string ReasonOf(GatewayCall call) => (Cause: call["HangupCauseCode"], Status: call["CallStatus"]) switch
    {
        { Cause: "1010" } => PlivoAnswer.NoCredit,
        { Cause: "2000" or "2010" or "2040" } => "invalid_number",
        { Cause: "2030" } => "country_blocked",
        _ when call["Machine"] == "true" => "machine",
        _ when call["HangupCauseName"] == "Rejected" => "declined",
        { Status: "busy" } => "busy",
        { Status: "no-answer" or "timeout" } => "no_answer",
        { Status: "completed" } => "no_key",
        _ => "call_failed",
    };
}
