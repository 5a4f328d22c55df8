using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>The connection to the range API: one host, five hexadecimal digits sent, nothing followed.</summary>
internal sealed class BreachedClient(HttpClient http, IOptions<PasswordChecksOptions> options)
{
    /// <returns>The body of a 200.</returns>
    /// <exception cref="HttpRequestException">No good answer, or one of more than <see cref="BreachedRange.MaxBytes"/>.</exception>
    /// <exception cref="OperationCanceledException">None in time, or the caller has gone.</exception>
    internal async Task<byte[]> GetAsync(string prefix, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.BreachedTimeout);
        using var response = await http.GetAsync(options.Value.RangeUrl(prefix), HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, statusCode: response.StatusCode);
        }

        await response.Content.LoadIntoBufferAsync(BreachedRange.MaxBytes, patience.Token);
        return await response.Content.ReadAsByteArrayAsync(patience.Token);
    }

    internal static void Configure(HttpClient client)
    {
        // Without it the size of the answer would tell the prefix to whoever watches the line.
        client.DefaultRequestHeaders.Add("Add-Padding", "true");

        // The API refuses requests without one.
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("CleanAuth", null));

        // The time is kept above: this one would stop at the headers of the answer.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }
}
