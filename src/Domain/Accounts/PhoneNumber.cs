using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace CleanAuth.Domain.Accounts;

/// <summary>A telephone number in E.164 form: a plus sign and 8 to 15 digits, the first not zero (ITU-T E.164 6.2).</summary>
public sealed partial record PhoneNumber
{
    /// <summary>Characters of the longest form, the plus sign included.</summary>
    public const int MaxLength = 16;

    private PhoneNumber(string value) => Value = value;

    /// <summary>With the plus sign: <c>+447700900123</c>.</summary>
    public string Value { get; }

    /// <summary>Without the plus sign, as gateways want it.</summary>
    public string Digits => Value[1..];

    /// <summary>What may be shown to somebody who proved only a password: <c>***23</c>.</summary>
    public string Hint => $"***{Value[^2..]}";

    /// <exception cref="FormatException">The text was not validated before; it is not in the message.</exception>
    public static PhoneNumber Parse(string text) => TryParse(text, out var parsed) ? parsed : throw new FormatException("Not a phone number in E.164 form.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? phone)
    {
        phone = text is not null && E164().IsMatch(text) ? new PhoneNumber(text) : null;
        return phone is not null;
    }

    public override string ToString() => Hint;

    [GeneratedRegex(@"^\+[1-9][0-9]{7,14}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex E164();
}
