using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CleanAuth.Domain.Accounts;

/// <summary>
/// An e-mail address in its one canonical form: ASCII local part and A-label domain, both in ASCII lower case, 3-254 characters.
/// Anything that some Unicode folding could turn into another person's address is refused (security-requirements D15).
/// </summary>
public sealed partial record EmailAddress
{
    /// <summary>Longest accepted form (RFC 5321 4.5.3.1.3, less the angle brackets).</summary>
    public const int MaxLength = 254;

    // RFC 5321 4.5.3.1.1.
    private const int LongestLocalPart = 64;

    private static readonly IdnMapping s_idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string value) => Value = value;

    public string Value { get; }

    /// <summary>The part before the at sign.</summary>
    public string LocalPart => Value[..Value.IndexOf('@', StringComparison.Ordinal)];

    /// <exception cref="FormatException">The text was not validated before; it is not in the message.</exception>
    public static EmailAddress Parse(string text) => TryParse(text, out var parsed) ? parsed : throw new FormatException("Not an e-mail address.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? email)
    {
        email = null;
        if (text is null || text.Length > MaxLength || text.LastIndexOf('@') is var at && at is < 1 or > LongestLocalPart)
        {
            return false;
        }

        if (ToALabels(text[(at + 1)..]) is not { } domain)
        {
            return false;
        }

        var canonical = $"{text[..at]}@{domain}".ToLowerInvariant();
        email = canonical.Length <= MaxLength && Canonical().IsMatch(canonical) && LocalPartIsAscii(text, at)
            ? new EmailAddress(canonical)
            : null;
        return email is not null;
    }

    /// <summary>First letter and domain, for logs: <c>a***@example.com</c>.</summary>
    public override string ToString() => $"{Value[0]}***{Value[Value.IndexOf('@', StringComparison.Ordinal)..]}";

    // ToLowerInvariant maps the Kelvin sign to k: the raw text must be ASCII before it is folded.
    private static bool LocalPartIsAscii(string text, int at) => text.AsSpan(0, at).IndexOfAnyExceptInRange('!', '~') < 0;

    private static string? ToALabels(string domain)
    {
        try
        {
            var lower = domain.ToLowerInvariant();
            var labels = s_idn.GetAscii(lower);

            // Only the one Unicode spelling of a name: IDNA also maps full-width letters, other dots and invisible characters to it.
            return Ascii.IsValid(domain) || (s_idn.GetUnicode(labels) == lower && !domain.Any(BecomesAscii)) ? labels : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Such as the Kelvin sign, whose lower case is a plain k.
    private static bool BecomesAscii(char c) => !char.IsAscii(c) && char.IsAscii(char.ToLowerInvariant(c));

    [GeneratedRegex(@"^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*@(?=.{1,253}\z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Canonical();
}
