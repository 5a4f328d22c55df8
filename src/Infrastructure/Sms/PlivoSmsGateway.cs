using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Sends by Plivo's Message API: one request per call, never repeated, because Plivo knows no idempotency key.</summary>
internal sealed class PlivoSmsGateway(HttpClient http, IOptions<PlivoOptions> options, ILogger<PlivoSmsGateway> logger) : ISmsGateway
{
    public async Task<SmsOutcome> SendAsync(OutgoingSms message, CancellationToken ct)
    {
        var (outcome, cause) = await AttemptAsync(message, ct);
        logger.Sent(message, outcome, cause);
        return outcome;
    }

    private async Task<(SmsOutcome Outcome, string Cause)> AttemptAsync(OutgoingSms message, CancellationToken ct)
    {
        using var content = new PlivoContent(options.Value.SenderId, message);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.MessagesUrl) { Content = content };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.Timeout);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return (await PlivoAnswer.ReadAsync(response, message.To, patience.Token), $"HTTP {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested && !content.Started)
        {
            throw;
        }
        catch (Exception fault)
        {
            var outcome = content.Started
                ? new SmsOutcome(SmsOutcomeKind.Unknown, Reason: ReasonAfterLeaving(fault, ct))
                : new SmsOutcome(SmsOutcomeKind.NotSent, Reason: "unreachable");
            return (outcome, Cause(fault));
        }
    }

    private static string ReasonAfterLeaving(Exception fault, CancellationToken ct) => fault switch
    {
        OperationCanceledException => ct.IsCancellationRequested ? "cancelled" : "timeout",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse } => "unreadable_answer",
        _ => "connection_lost",
    };

    // Never the exception's text: it may quote what the other side sent.
    private static string Cause(Exception fault) =>
        fault is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http ? $"{http.HttpRequestError}" : fault.GetType().Name;
}
