using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace CleanAuth.Domain.Otp;

/// <summary>A one-time code of 6 to 10 decimal digits; prints nothing (NIST SP 800-63B-4 3.1.3.2, ASVS 5.0 6.5.4).</summary>
public sealed class OtpCode
{
    public const int MinLength = 6;
    public const int MaxLength = 10;

    private readonly string _digits;

    private OtpCode(string digits) => _digits = digits;

    /// <summary>Uniform over all codes of that many digits, from the cryptographic generator.</summary>
    public static OtpCode Generate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, MinLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        return new OtpCode(string.Create(length, 0, static (digits, _) =>
        {
            for (var i = 0; i < digits.Length; i++)
            {
                digits[i] = RandomNumberGenerator.GetInt32(10).ToString(CultureInfo.InvariantCulture)[0];
            }
        }));
    }

    /// <exception cref="FormatException">The text was not validated before; it is not in the message.</exception>
    public static OtpCode Parse(string text) => TryParse(text, out var parsed) ? parsed : throw new FormatException("Not a one-time code.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out OtpCode? code)
    {
        code = text is { Length: >= MinLength and <= MaxLength } && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            ? new OtpCode(text)
            : null;
        return code is not null;
    }

    /// <summary>The one way to the digits; grep for it in review.</summary>
    public string Reveal() => _digits;

    public override string ToString() => "OtpCode(***)";
}
