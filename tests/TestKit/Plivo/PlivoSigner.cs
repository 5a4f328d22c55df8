using System.Security.Cryptography;
using System.Text;

namespace CleanAuth.TestKit.Plivo;

/// <summary>
/// Signs as Plivo does, written apart from the service's own code so that a mistake there is not repeated here. Knows only what the
/// stub needs: POST, no name twice, a query whose pairs are in order and need no decoding.
/// </summary>
public static class PlivoSigner
{
    public static string V3(string token, string url, IEnumerable<KeyValuePair<string, string>> form, string nonce)
    {
        ArgumentNullException.ThrowIfNull(url);
        var body = string.Concat(new SortedDictionary<string, string>(form.ToDictionary(), StringComparer.Ordinal).Select(field => field.Key + field.Value));
        var join = body.Length == 0 ? "" : url.Contains('?', StringComparison.Ordinal) ? "." : "?";
        return Sign(token, $"{url}{join}{body}.{nonce}");
    }

    public static string V2(string token, string url, string nonce)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Sign(token, url.Split('?')[0] + nonce);
    }

    private static string Sign(string token, string text)
    {
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(token));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }
}
