using CleanAuth.Domain.Otp;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>Why a message that the gateway took did not arrive: Plivo's codes in our words, and what a person needs of them.</summary>
internal static class DeliveryReason
{
    /// <param name="code">As it came; leading zeros do not count.</param>
    internal static string Of(string? code) => code?.TrimStart('0') switch
    {
        null or "" => "not_told",
        "10" => "message_invalid",
        "20" => "network_unavailable",
        "30" => "taken_for_spam",
        "40" => "sender_invalid",
        "50" => "invalid_number",
        "60" => "routing_loop",
        "70" => "number_unavailable",
        "80" => "temporarily_unavailable",
        "90" => "no_route",
        "100" => "carrier_blocked",
        "110" => "message_too_long",
        "200" => "opted_out",
        "201" => "toll_free_refused",
        "420" => "expired_in_queue",
        "451" => "fraud_threshold",
        "452" => "fraud_shield",
        "900" => PlivoAnswer.NoCredit,
        "1000" => "unknown_error",
        _ => "other_error",
    };

    /// <summary>Of any stored reason: also of those that the gateway's answer to a send or the end of a call gave.</summary>
    internal static DeliveryFailure FailureOf(string? reason) => reason switch
    {
        "invalid_number" or "routing_loop" or "number_unavailable" => DeliveryFailure.Number,
        "country_blocked" or "no_route" => DeliveryFailure.Country,
        "opted_out" => DeliveryFailure.OptedOut,
        "busy" or "no_answer" or "declined" or "machine" or "no_key" => DeliveryFailure.Unanswered,
        _ => DeliveryFailure.Gateway,
    };
}
