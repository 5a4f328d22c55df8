using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Administration;

/// <summary>The beginning of an e-mail address, in its canonical form, or the end of a telephone number: one of the two.</summary>
public sealed partial record UserText
{
    public const int MaxLength = EmailAddress.MaxLength;

    /// <summary>Fewer characters of an e-mail address would be no search but a list.</summary>
    public const int ShortestEmail = 3;

    /// <summary>Digits.</summary>
    public const int ShortestPhone = 4;

    private UserText(string? emailPrefix, string? phoneSuffix) => (EmailPrefix, PhoneSuffix) = (emailPrefix, phoneSuffix);

    public string? EmailPrefix { get; }

    /// <summary>Digits alone.</summary>
    public string? PhoneSuffix { get; }

    /// <summary>
    /// Digits, with blanks, dashes, dots, brackets or a plus sign among them, are of a number, and at least <see cref="ShortestPhone"/>; anything else is of
    /// an e-mail address.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out UserText? parsed)
    {
        parsed = text switch
        {
            null or { Length: > MaxLength } => null,
            _ when OfPhone().IsMatch(text) => Phone(string.Concat(text.Where(char.IsAsciiDigit))),
            _ => Email(text),
        };
        return parsed is not null;
    }

    public override string ToString() => nameof(UserText);

    private static UserText? Phone(string digits) => digits.Length is >= ShortestPhone and < PhoneNumber.MaxLength ? new UserText(null, digits) : null;

    // A whole address may have a domain in another script, whose stored form is not how it is typed.
    private static UserText? Email(string text) =>
        EmailAddress.TryParse(text, out var whole) ? new UserText(whole.Value, null)
        : OfEmail().IsMatch(text) ? new UserText(text.ToLowerInvariant(), null)
        : null;

    [GeneratedRegex(@"^[0-9 \-.()+]{1,254}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfPhone();

    // ASCII before it is folded: the lower case of the Kelvin sign is a plain k (security-requirements D15).
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.@\-]{3,254}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfEmail();
}
