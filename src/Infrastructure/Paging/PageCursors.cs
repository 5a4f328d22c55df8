using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Paging;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Paging;

/// <summary>
/// Position, then 192 bits of an HMAC-SHA-256 over it and what it is bound to; 48 bytes, so that base64url has one spelling of them. The position is
/// no secret: who reads the cursor read the item.
/// </summary>
internal sealed class PageCursors(MasterKeys keys) : IPageCursors
{
    private const int PositionBytes = sizeof(long) + 16;
    private const int SealBytes = 24;

    public string Write(PagedList list, PagePosition last)
    {
        var position = new byte[PositionBytes];
        BinaryPrimitives.WriteInt64BigEndian(position, last.At.UtcTicks);
        last.Id.TryWriteBytes(position.AsSpan(sizeof(long)), bigEndian: true, out _);
        return Base64Url.EncodeToString([.. position, .. Seal(keys.CurrentId, list, position)]);
    }

    public PagePosition? Read(PagedList list, string cursor)
    {
        if (!TryDecode(cursor, out var bytes))
        {
            return null;
        }

        var (position, sealedBy) = (bytes[..PositionBytes], bytes[PositionBytes..]);
        return keys.Ids.Any(keyId => CryptographicOperations.FixedTimeEquals(Seal(keyId, list, position), sealedBy))
            ? new PagePosition(
                new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(position), TimeSpan.Zero), new Guid(position.AsSpan(sizeof(long)), bigEndian: true))
            : null;
    }

    private byte[] Seal(string keyId, PagedList list, byte[] position)
    {
        // The name has its length before it, the caller always 32 characters, and the filter is the rest: no list can be read as another one.
        byte[] bound = [.. position, .. Encoding.UTF8.GetBytes($"{list.Name.Length}:{list.Name}{list.Caller.Value:N}{list.Filter}")];
        return HMACSHA256.HashData(keys.Derive(keyId, KeyPurposes.PageCursors), bound)[..SealBytes];
    }

    private static bool TryDecode(string cursor, [NotNullWhen(true)] out byte[]? bytes)
    {
        var isForm = cursor.Length == IPageCursors.Length && Base64Url.IsValid(cursor, out var decoded) && decoded == PositionBytes + SealBytes;
        bytes = isForm ? Base64Url.DecodeFromChars(cursor) : null;
        return isForm;
    }
}
