using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace CleanAuth.Domain.Otp;

/// <summary>Names one challenge: 128 random bits as 22 base64url characters, because who knows the id may ask for its state (decisions 16).</summary>
public readonly partial record struct ChallengeId(string Value)
{
    public const int Length = 22;

    public static ChallengeId Generate() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)));

    public static bool TryParse(string? text, out ChallengeId id)
    {
        var valid = text is not null && Form().IsMatch(text);
        id = valid ? new ChallengeId(text!) : default;
        return valid;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"^[A-Za-z0-9_-]{22}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
