using System.Security.Cryptography;
using System.Text;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>
/// What Plivo signs (V3): the address, then the pairs of its query as <c>k=v</c> joined with <c>&amp;</c>, then the fields of the form as <c>kv</c>
/// joined with nothing, then the nonce. Pairs are in the order of their UTF-16 units, by name, then by value.
/// </summary>
internal static class SignedText
{
    private static readonly IComparer<KeyValuePair<string, string>> s_order = Comparer<KeyValuePair<string, string>>.Create((a, b) =>
        string.CompareOrdinal(a.Key, b.Key) is var byName and not 0 ? byName : string.CompareOrdinal(a.Value, b.Value));

    /// <param name="url">Absolute, as the gateway was given it, without a fragment; nothing of it is normalised.</param>
    internal static string V3(string method, string url, IEnumerable<KeyValuePair<string, string>> fields, string nonce)
    {
        var (head, query) = Split(url);
        var pairs = Pairs(query);
        var form = fields.ToList();
        if (method == "GET")
        {
            pairs.AddRange(form);
            form.Clear();
        }

        var text = new StringBuilder(head);
        if (pairs.Count + form.Count > 0)
        {
            text.Append('?').AppendJoin('&', pairs.Order(s_order).Select(pair => $"{pair.Key}={pair.Value}"));
        }

        text.Append(pairs.Count > 0 && form.Count > 0 ? "." : "");
        foreach (var (name, value) in form.Order(s_order))
        {
            text.Append(name).Append(value);
        }

        return text.Append('.').Append(nonce).ToString();
    }

    /// <summary>Plivo's older signature: neither the query nor the form is in it.</summary>
    internal static string V2(string url, string nonce) => Split(url).Head + nonce;

    /// <summary>SHA-256 of a call's parts with their lengths: the signed text alone does not tell <c>ab</c>=<c>c</c> from <c>a</c>=<c>bc</c>.</summary>
    internal static byte[] Digest(string method, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var parts = new MemoryStream();
        using (var writer = new BinaryWriter(parts, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(method);
            writer.Write(url);
            foreach (var (name, value) in fields.Order(s_order))
            {
                writer.Write(name);
                writer.Write(value);
            }
        }

        return SHA256.HashData(parts.GetBuffer().AsSpan(0, (int)parts.Length));
    }

    private static (string Head, string Query) Split(string url) =>
        url.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? (url[..at], url[(at + 1)..]) : (url, "");

    private static List<KeyValuePair<string, string>> Pairs(string query) =>
    [
        .. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(Decode(pair[0]), pair.Length == 2 ? Decode(pair[1]) : "")),
    ];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
