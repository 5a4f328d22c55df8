using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Sends by Plivo's Message API.</summary>
internal sealed class PlivoSmsGateway(PlivoClient client, IOptions<PlivoOptions> options, ILogger<PlivoSmsGateway> logger) : ISmsGateway
{
    public async Task<SendOutcome> SendAsync(OutgoingMessage message, Func<CancellationToken, Task<bool>> leave, CancellationToken ct)
    {
        // Plivo's log would keep the code for a week and the number for three months.
        var plivo = options.Value;
        var fields = new Dictionary<string, string> { ["src"] = plivo.SenderId, ["dst"] = message.To.Digits, ["text"] = message.Text, ["type"] = "sms", ["log"] = "false" };
        if (plivo.CallbackUrl("messages") is { } url)
        {
            (fields["url"], fields["method"]) = (url, "POST");
        }

        var (outcome, cause) = await client.PostAsync(plivo.MessagesUrl, fields, body => PlivoAnswer.OfMessage(body, message.To), leave, ct);
        logger.Sent(message, outcome, cause);
        return outcome;
    }
}
