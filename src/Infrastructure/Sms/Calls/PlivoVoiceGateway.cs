using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms.Calls;

/// <summary>Calls by Plivo's Call API. Neither the request nor its addresses hold a word of the message.</summary>
internal sealed class PlivoVoiceGateway(PlivoClient client, CallLinks links, IOptions<PlivoOptions> options, ILogger<PlivoVoiceGateway> logger) : IVoiceGateway
{
    // Enough to hear the code twice; Plivo's own limit is four hours.
    private const int LongestCallSeconds = 120;

    private const int RingSeconds = 30;

    public bool IsOffered => options.Value.OffersVoice;

    public async Task<SendOutcome> CallAsync(OutgoingMessage message, Func<CancellationToken, Task<bool>> leave, CancellationToken ct)
    {
        // A call may have waited while an operator took the settings away.
        if (!IsOffered)
        {
            return new SendOutcome(SendOutcomeKind.Refused, Reason: "voice_not_set_up");
        }

        var fields = new
        {
            from = options.Value.CallerId,
            to = message.To.Digits,
            answer_url = links.AnswerOf(message.Id),
            answer_method = "POST",
            hangup_url = links.HangUpOf(message.Id),
            hangup_method = "POST",
            time_limit = LongestCallSeconds,
            ring_timeout = RingSeconds,
        };
        var (outcome, cause) = await client.PostAsync(options.Value.CallsUrl, fields, PlivoAnswer.OfCall, leave, ct);
        logger.Sent(message, outcome, cause);
        return outcome;
    }
}
