using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CleanAuth.Domain.Security;

/// <summary>
/// A bearer secret of 256 random bits, written as 43 base64url characters. The database keeps only <see cref="Hash"/>:
/// with that much entropy a plain SHA-256 cannot be reversed (ASVS 5.0 7.2.3, 11.5.1).
/// </summary>
public sealed class OpaqueToken
{
    /// <summary>Characters of the written form.</summary>
    public const int Length = 43;

    private const int Bytes = 32;

    private readonly byte[] _bytes;

    private OpaqueToken(byte[] bytes) => _bytes = bytes;

    public static OpaqueToken Generate() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <param name="bytes">32 bytes of key material, such as an HMAC-SHA-256.</param>
    public static OpaqueToken FromBytes(byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Bytes);
        return new OpaqueToken([.. bytes]);
    }

    /// <exception cref="FormatException">The text was not validated before; it is not in the message.</exception>
    public static OpaqueToken Parse(string text) => TryParse(text, out var parsed) ? parsed : throw new FormatException("Not an opaque token.");

    /// <summary>Accepts exactly the one spelling that <see cref="Reveal"/> gives: no padding, blanks or stray bits.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OpaqueToken? token)
    {
        token = null;
        var bytes = new byte[Bytes];
        if (text is not { Length: Length } || !Base64Url.IsValid(text, out var decoded) || decoded != Bytes)
        {
            return false;
        }

        Base64Url.DecodeFromChars(text, bytes);
        if (Base64Url.EncodeToString(bytes) != text)
        {
            return false;
        }

        token = new OpaqueToken(bytes);
        return true;
    }

    /// <summary>SHA-256 of the 32 bytes: what is stored and looked up.</summary>
    public byte[] Hash() => SHA256.HashData(_bytes);

    /// <summary>The raw 32 bytes, for a keyed derivation.</summary>
    public ReadOnlySpan<byte> Bytes32() => _bytes;

    /// <summary>The one way to the secret as text; grep for it in review.</summary>
    public string Reveal() => Base64Url.EncodeToString(_bytes);

    public override string ToString() => "OpaqueToken(***)";
}
