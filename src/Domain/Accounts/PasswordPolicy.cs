using System.ComponentModel.DataAnnotations;
using System.Text;

namespace CleanAuth.Domain.Accounts;

/// <summary>
/// The rules for a new password that need nothing but the password: length in code points, any Unicode, no composition rules, not built
/// around the e-mail's name or a word of the product (ASVS 5.0 6.1.2, 6.2.1, 6.2.5, 6.2.9, 6.2.11; NIST SP 800-63B-4 3.1.1.2).
/// </summary>
public sealed class PasswordPolicy : IValidatableObject
{
    public const string Section = "Passwords";

    /// <summary>Shortest password, in Unicode code points.</summary>
    public const int MinLength = 12;

    /// <summary>Longest password, in Unicode code points.</summary>
    public const int MaxLength = 128;

    /// <summary>A name or word shorter than this refuses nothing, or most passwords would be refused (security-requirements D13).</summary>
    public const int ShortestWord = 4;

    private const int LongestWord = 40;

    /// <summary>Up to 100 words of product and company, each of 4 to 40 characters; the brand in <c>Sms:BrandName</c> is one without being here.</summary>
    [MaxLength(100)]
    public string[] ContextWords { get; init; } = [];

    /// <summary>The first rule that <paramref name="password"/> breaks, or null when it breaks none.</summary>
    /// <param name="email">Null while it is not known; then its name is not looked for.</param>
    /// <param name="brand">One more context word; refuses nothing when it is shorter than <see cref="ShortestWord"/>.</param>
    public MemberError? Judge(string password, EmailAddress? email, string brand)
    {
        if (!IsText(password))
        {
            return new("password_not_text", "must be valid Unicode text without U+0000");
        }

        var length = password.EnumerateRunes().Count();
        if (length < MinLength)
        {
            return new("password_too_short", $"must have at least {MinLength} characters");
        }

        if (length > MaxLength)
        {
            return new("password_too_long", $"must have at most {MaxLength} characters");
        }

        if (email is not null && Contains(password, email.LocalPart))
        {
            return new("password_contains_email", "must not contain the name in the e-mail address");
        }

        return ContextWords.Append(brand).SelectMany(Spellings).Any(word => Contains(password, word))
            ? new("password_contains_context_word", "must not contain the name of this service or of whoever runs it")
            : null;
    }

    /// <summary>
    /// False for a password that the hasher cannot take: HMAC pads its key with zeros, so a trailing U+0000 would be ignored, and a
    /// lone surrogate has no UTF-8 form (security-requirements D14).
    /// </summary>
    public static bool IsText(string password)
    {
        for (var rest = password.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done || rune.Value == 0)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ContextWords.Any(word => word is not { Length: >= ShortestWord and <= LongestWord } || string.IsNullOrWhiteSpace(word)))
        {
            yield return new ValidationResult($"Each word must have {ShortestWord} to {LongestWord} characters.", [nameof(ContextWords)]);
        }
    }

    // "Acme Bank" is chosen as acmebank, too.
    private static IEnumerable<string> Spellings(string word) => [word, string.Concat(word.Where(char.IsLetterOrDigit))];

    private static bool Contains(string password, string word) => word.Length >= ShortestWord && password.Contains(word, StringComparison.OrdinalIgnoreCase);
}
