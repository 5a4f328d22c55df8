using System.Buffers.Binary;

namespace CleanAuth.Domain.Import;

/// <summary>
/// What ASP.NET Identity stores, in Base64: version 2 (<c>0x00</c>, PBKDF2-HMAC-SHA1 with 1,000 rounds, salt of 16 and hash of 32 bytes) or
/// version 3 (<c>0x01</c>, then hash function, rounds and length of the salt as 32-bit numbers, salt, hash).
/// </summary>
public sealed class IdentityHash : ForeignHash
{
    private const byte Version2 = 0;
    private const byte Version3 = 1;
    private const int Version2Length = 1 + 16 + 32;
    private const int HeaderLength = 13;

    // What Identity itself asks for.
    private const int ShortestSalt = 16;

    // In the order of Identity's numbers: SHA-1, SHA-256, SHA-512.
    private static readonly int[] s_digests = [20, 32, 64];

    private IdentityHash(string text, bool isAffordable)
        : base(text) => IsAffordable = isAffordable;

    public override bool IsAffordable { get; }

    internal static IdentityHash? Parse(string text)
    {
        var buffer = new byte[HashBounds.MaxText];
        if (!Convert.TryFromBase64String(text, buffer, out var length) || Convert.ToBase64String(buffer, 0, length) != text)
        {
            return null;
        }

        return length > 0 ? Parse(text, buffer.AsSpan(0, length)) : null;
    }

    private static IdentityHash? Parse(string text, ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        Version2 when bytes.Length == Version2Length => new IdentityHash(text, isAffordable: true),
        Version3 when bytes.Length > HeaderLength => ParseVersion3(text, bytes),
        _ => null,
    };

    private static IdentityHash? ParseVersion3(string text, ReadOnlySpan<byte> bytes)
    {
        var function = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]);
        var salt = BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]);
        var hash = bytes.Length - HeaderLength - salt;
        return function < s_digests.Length && iterations > 0 && salt is >= ShortestSalt and <= HashBounds.MaxSalt && hash is >= HashBounds.MinHash and <= HashBounds.MaxHash
            ? new IdentityHash(text, HashBounds.Allow(iterations, (int)hash, s_digests[function]))
            : null;
    }
}
