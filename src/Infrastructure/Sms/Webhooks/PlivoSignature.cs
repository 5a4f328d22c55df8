using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>
/// Which of Plivo's signature headers a call carries, and whether they are good. The newer scheme is never passed over for the older one: a
/// V3 header that does not match ends it, whatever stands beside it.
/// </summary>
internal static partial class PlivoSignature
{
    internal const string V3 = "X-Plivo-Signature-V3";
    internal const string MainV3 = "X-Plivo-Signature-Ma-V3";
    internal const string V3Nonce = "X-Plivo-Signature-V3-Nonce";
    internal const string V2 = "X-Plivo-Signature-V2";
    internal const string MainV2 = "X-Plivo-Signature-Ma-V2";
    internal const string V2Nonce = "X-Plivo-Signature-V2-Nonce";

    /// <summary>Whether the call is judged by V3, which covers the form.</summary>
    internal static bool IsV3(IReadOnlyDictionary<string, string> headers) => headers.ContainsKey(V3) || headers.ContainsKey(MainV3);

    /// <summary>The nonce that a good signature covers, or null when there is none.</summary>
    /// <param name="url">The public address that the call was made to.</param>
    internal static string? VerifiedNonce(
        string method, string url, IReadOnlyList<KeyValuePair<string, string>> fields, IReadOnlyDictionary<string, string> headers, PlivoOptions options)
    {
        var hasV3 = IsV3(headers);
        if (!hasV3 && !options.AllowV2Signatures)
        {
            return null;
        }

        if (!headers.TryGetValue(hasV3 ? V3Nonce : V2Nonce, out var nonce) || !Nonce().IsMatch(nonce))
        {
            return null;
        }

        var text = Encoding.UTF8.GetBytes(hasV3 ? SignedText.V3(method, url, fields, nonce) : SignedText.V2(url, nonce));
        var own = Matches(headers, hasV3 ? V3 : V2, text, options.CallbackTokens);
        var main = Matches(headers, hasV3 ? MainV3 : MainV2, text, options.MainCallbackTokens);
        return own | main ? nonce : null;
    }

    // A list, because both tokens sign while one replaces the other. Each entry is compared with each token to the end, without a short cut.
    private static bool Matches(IReadOnlyDictionary<string, string> headers, string header, byte[] text, IEnumerable<string> tokens)
    {
        if (!headers.TryGetValue(header, out var list))
        {
            return false;
        }

        var given = list.Split(',', StringSplitOptions.TrimEntries).Select(Encoding.UTF8.GetBytes).ToList();
        var found = false;
        foreach (var token in tokens)
        {
            var expected = Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), text)));
            foreach (var signature in given)
            {
                found |= CryptographicOperations.FixedTimeEquals(signature, expected);
            }
        }

        return found;
    }

    // No dot: it is what stands between form and nonce in the signed text, and would let a piece of a captured form pass for a nonce.
    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,128}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();
}
