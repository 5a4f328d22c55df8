using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace CleanAuth.Domain.Import;

/// <summary>
/// PBKDF2-HMAC-SHA256 or -SHA512 in PHC form (<c>$pbkdf2-sha256$i=310000,l=32$salt$hash</c>, <c>l</c> may be missing) or as passlib writes it
/// (<c>$pbkdf2-sha256$29000$salt$hash</c>); unpadded Base64, with a dot in place of the plus sign or not.
/// </summary>
public sealed partial class Pbkdf2Hash : ForeignHash
{
    private Pbkdf2Hash(string text, HashAlgorithmName algorithm, long iterations, byte[] salt, byte[] hash)
        : base(text) => (Algorithm, Iterations, Salt, Hash) = (algorithm, iterations, salt, hash);

    public HashAlgorithmName Algorithm { get; }

    /// <summary>At least 1; at most <see cref="HashBounds.MaxIterations"/> when the hash is affordable.</summary>
    public long Iterations { get; }

    public ReadOnlyMemory<byte> Salt { get; }

    public ReadOnlyMemory<byte> Hash { get; }

    public override bool IsAffordable => HashBounds.Allow(Iterations, Hash.Length, Algorithm == HashAlgorithmName.SHA256 ? SHA256.HashSizeInBytes : SHA512.HashSizeInBytes);

    internal static Pbkdf2Hash? Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match || Bytes(match.Groups["salt"]) is not { } salt || Bytes(match.Groups["hash"]) is not { } hash
            || salt.Length is < HashBounds.MinSalt or > HashBounds.MaxSalt || hash.Length is < HashBounds.MinHash or > HashBounds.MaxHash
            || (match.Groups["length"] is { Success: true } length && Number(length) != hash.Length))
        {
            return null;
        }

        var algorithm = match.Groups["digest"].Value == "sha256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        return new Pbkdf2Hash(text, algorithm, Number(match.Groups["rounds"]), salt, hash);
    }

    private static long Number(Group digits) => long.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static byte[]? Bytes(Group base64)
    {
        var text = base64.Value.Replace('.', '+');
        var bytes = new byte[HashBounds.MaxText];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : null;
    }

    [GeneratedRegex(@"^\$pbkdf2-(?<digest>sha256|sha512)\$(?:i=(?<rounds>[1-9][0-9]{0,9})(?:,l=(?<length>[1-9][0-9]{0,3}))?|(?<rounds>[1-9][0-9]{0,9}))\$(?<salt>[A-Za-z0-9+/.]{1,128})\$(?<hash>[A-Za-z0-9+/.]{1,128})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
