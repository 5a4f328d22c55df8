using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace CleanAuth.Domain.Accounts;

/// <summary>
/// A telephone number in E.164 form: a plus sign and 8 to 15 digits, the first not zero (ITU-T E.164 6.2). However it was written, equal
/// numbers are equal.
/// </summary>
public sealed partial record PhoneNumber
{
    /// <summary>Characters of the longest form, the plus sign included.</summary>
    public const int MaxLength = 16;

    /// <summary>Characters of the longest accepted spelling.</summary>
    public const int MaxSpelling = 32;

    private const string InternationalPrefix = "00";

    // +44(0)7700900123 has a digit too many: refusing it is better than a message to somebody else.
    private const string NationalPrefix = "(0)";

    private PhoneNumber(string value) => Value = value;

    /// <summary>With the plus sign: <c>+447700900123</c>.</summary>
    public string Value { get; }

    /// <summary>Without the plus sign, as gateways want it.</summary>
    public string Digits => Value[1..];

    /// <summary>What may be shown to somebody who proved only a password: <c>***23</c>.</summary>
    public string Hint => $"***{Value[^2..]}";

    /// <summary>False for premium, satellite and unassigned codes: a message there reaches nobody, or costs what an attacker earns.</summary>
    public bool IsSupported => CallingCode.KindOf(Digits) == CallingCodeKind.Geographic;

    /// <exception cref="FormatException">The text was not validated before; it is not in the message.</exception>
    public static PhoneNumber Parse(string text) => TryParse(text, out var parsed) ? parsed : throw new FormatException("Not a phone number in E.164 form.");

    /// <summary>Takes blanks, dashes, dots and brackets between the digits, and 00 in place of the plus sign.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? phone)
    {
        phone = null;
        if (text is not { Length: <= MaxSpelling } || text.Contains(NationalPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var bare = string.Concat(text.Where(c => c is not (' ' or '-' or '.' or '(' or ')')));
        var number = bare.StartsWith(InternationalPrefix, StringComparison.Ordinal) ? $"+{bare[InternationalPrefix.Length..]}" : bare;
        phone = E164().IsMatch(number) ? new PhoneNumber(number) : null;
        return phone is not null;
    }

    public override string ToString() => Hint;

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex E164();
}
