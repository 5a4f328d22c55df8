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
/// base64url has one spelling of them. The position is no secret: who reads the cursor read the item.
/// </summary>
internal sealed class PageCursors(MasterKeys keys) : IPageCursors
{
    private const int FixedBytes = sizeof(long) + 16;
    private const int SealBytes = 24;

    // Characters and bytes of base64 without padding.
    private const int Characters = 4;
    private const int Bytes = 3;

    public string Write(PagedList list, PagePosition last)
    {
        var position = new byte[FixedBytes + PaddedLength(last.Key)];
        BinaryPrimitives.WriteInt64BigEndian(position, last.At.UtcTicks);
        last.Id.TryWriteBytes(position.AsSpan(sizeof(long)), bigEndian: true, out _);
        Encoding.ASCII.GetBytes(last.Key, position.AsSpan(FixedBytes));
        return Base64Url.EncodeToString([.. position, .. Seal(keys.CurrentId, list, position)]);
    }

    public PagePosition? Read(PagedList list, string cursor)
    {
        if (!TryDecode(cursor, out var bytes))
        {
            return null;
        }

        var (position, sealedBy) = (bytes[..^SealBytes], bytes[^SealBytes..]);
        return keys.Ids.Any(keyId => CryptographicOperations.FixedTimeEquals(Seal(keyId, list, position), sealedBy)) ? PositionIn(position) : null;
    }

    private static PagePosition PositionIn(byte[] position)
    {
        var at = new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(position), TimeSpan.Zero);
        var key = Encoding.ASCII.GetString(position.AsSpan(FixedBytes).TrimEnd((byte)0));
        return new PagePosition(at, new Guid(position.AsSpan(sizeof(long), 16), bigEndian: true)) { Key = key.Length == 0 ? null : key };
    }

    private static int PaddedLength(string? key) => key is null ? 0 : Bytes * ((key.Length + Bytes - 1) / Bytes);

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
