using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Paging;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Paging;

/// <summary>
/// Position, its key if it has one, then 192 bits of an HMAC-SHA-256 over them and what they are bound to; the bytes are a multiple of three, so that
/// base64url has one spelling of them. Time and id are no secret: who reads the cursor read the item. The key is one, because an item shows of a number the
/// last two digits: it is encrypted by <see cref="CursorKeys"/>.
/// </summary>
internal sealed class PageCursors(MasterKeys keys) : IPageCursors
{
    private readonly CursorKeys _keys = new(keys);

    private const int FixedBytes = sizeof(long) + 16;
    private const int SealBytes = 24;

    // Characters and bytes of base64 without padding.
    private const int Characters = 4;
    private const int Bytes = 3;

    public string Write(PagedList list, PagePosition last)
    {
        var place = new byte[FixedBytes];
        BinaryPrimitives.WriteInt64BigEndian(place, last.At.UtcTicks);
        last.Id.TryWriteBytes(place.AsSpan(sizeof(long)), bigEndian: true, out _);
        byte[] position = [.. place, .. last.Key is { } key ? _keys.Encrypt(key) : []];
        return Base64Url.EncodeToString([.. position, .. Seal(keys.CurrentId, list, position)]);
    }

    public PagePosition? Read(PagedList list, string cursor)
    {
        if (!TryDecode(cursor, out var bytes))
        {
            return null;
        }

        var (position, sealedBy) = (bytes[..^SealBytes], bytes[^SealBytes..]);
        return keys.Ids.FirstOrDefault(keyId => CryptographicOperations.FixedTimeEquals(Seal(keyId, list, position), sealedBy)) is { } keyId ? PositionIn(keyId, position) : null;
    }

    private PagePosition PositionIn(string keyId, byte[] position)
    {
        var at = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(position), TimeSpan.Zero);
        var key = position.Length == FixedBytes ? null : _keys.Decrypt(keyId, position.AsSpan(FixedBytes));
        return new PagePosition(at, new Guid(position.AsSpan(sizeof(long), 16), bigEndian: true)) { Key = key };
    }

    private byte[] Seal(string keyId, PagedList list, byte[] position)
    {
        // Position and name have their length before them, the caller always 32 characters, and the filter is the rest: no list can be read as another one.
        byte[] bound = [(byte)(position.Length / Bytes), .. position, .. Encoding.UTF8.GetBytes($"{list.Name.Length}:{list.Name}{list.Caller.Value:N}{list.Filter}")];
        return HMACSHA256.HashData(keys.Derive(keyId, KeyPurposes.PageCursors), bound)[..SealBytes];
    }

    private static bool TryDecode(string cursor, [NotNullWhen(true)] out byte[]? bytes)
    {
        var isForm = cursor.Length is >= IPageCursors.Length and <= IPageCursors.MaxLength && cursor.Length % Characters == 0
            && Base64Url.IsValid(cursor, out var decoded) && decoded == cursor.Length / Characters * Bytes;
        bytes = isForm ? Base64Url.DecodeFromChars(cursor) : null;
        return isForm;
    }
}
