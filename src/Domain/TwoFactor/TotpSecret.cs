using System.Security.Cryptography;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>The seed that an authenticator app and the service share: 160 random bits (RFC 4226 4, R6); prints nothing.</summary>
public sealed class TotpSecret
{
    /// <summary>Bytes.</summary>
    public const int Length = 20;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _bytes;

    /// <exception cref="ArgumentException">There are not exactly <see cref="Length"/> bytes.</exception>
    public TotpSecret(ReadOnlySpan<byte> bytes) =>
        _bytes = bytes.Length == Length ? bytes.ToArray() : throw new ArgumentException("A seed has 20 bytes.", nameof(bytes));

    public static TotpSecret Generate() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The one way to the bytes; grep for it in review.</summary>
    public ReadOnlySpan<byte> Reveal() => _bytes;

    /// <summary>What a person types into an app: base32 without padding (RFC 4648 6), 32 characters.</summary>
    public string RevealText()
    {
        Span<char> text = stackalloc char[Length * 8 / 5];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[FiveBitsAt(i * 5)];
        }

        return new string(text);
    }

    public override string ToString() => "TotpSecret(***)";

    private int FiveBitsAt(int bit)
    {
        var (at, offset) = (bit / 8, bit % 8);
        var two = (_bytes[at] << 8) | (at + 1 < Length ? _bytes[at + 1] : 0);
        return (two >> (11 - offset)) & 31;
    }
}
