using System.Text.Json;
using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>One request per call, never repeated, because Plivo knows no idempotency key.</summary>
internal sealed class PlivoClient(HttpClient http, IOptions<PlivoOptions> options)
{
    /// <param name="read">What the body of a success means.</param>
    /// <returns>The outcome, and for the log what caused it, without a word of the other side.</returns>
    internal async Task<(SendOutcome Outcome, string Cause)> PostAsync(
        Uri url, object fields, Func<JsonElement, SendOutcome?> read, Func<CancellationToken, Task<bool>> leave, CancellationToken ct)
    {
        using var content = new PlivoContent(fields, leave);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.Timeout);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return (await PlivoAnswer.ReadAsync(response, read, patience.Token), $"HTTP {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested && !content.Started)
        {
            throw;
        }
        catch (Exception fault)
        {
            var outcome = content.Started
                ? new SendOutcome(SendOutcomeKind.Unknown, Reason: ReasonAfterLeaving(fault, ct))
                : new SendOutcome(SendOutcomeKind.NotSent, Reason: "unreachable");
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
