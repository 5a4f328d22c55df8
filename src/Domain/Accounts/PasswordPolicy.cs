using System.Text;

namespace CleanAuth.Domain.Accounts;

/// <summary>
/// The rules for a new password: length in code points, any Unicode, no composition rules, not built around the e-mail's name
/// (ASVS 5.0 6.2.1, 6.2.5, 6.2.9, 6.2.11; NIST SP 800-63B-4 3.1.1.2).
/// </summary>
public static class PasswordPolicy
{
    /// <summary>Shortest password, in Unicode code points.</summary>
    public const int MinLength = 12;

    /// <summary>Longest password, in Unicode code points.</summary>
    public const int MaxLength = 128;

    /// <summary>An e-mail name shorter than this refuses nothing, or most passwords would be refused (security-requirements D13).</summary>
    public const int ShortestName = 4;

    /// <summary>The first rule that <paramref name="password"/> breaks, or null when it breaks none.</summary>
    public static MemberError? Judge(string password, EmailAddress? email)
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

        return email is { LocalPart: { Length: >= ShortestName } name } && password.Contains(name, StringComparison.OrdinalIgnoreCase)
            ? new("password_contains_email", "must not contain the name in the e-mail address")
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
}
