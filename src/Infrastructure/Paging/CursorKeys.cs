using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Paging;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Paging;

/// <summary>
/// Encrypts the text that a list is sorted by, such as a number of which nobody sees more than two digits: AES-256-GCM with a random 96-bit nonce. Nonce, tag
/// and text padded with U+0000 are a multiple of three bytes each. What is decrypted was sealed with the cursor before.
/// </summary>
internal sealed class CursorKeys(MasterKeys keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = IPageCursors.KeyOverhead - NonceBytes;
    private const int Multiple = 3;

    internal byte[] Encrypt(string key)
    {
        var plain = new byte[Multiple * ((key.Length + Multiple - 1) / Multiple)];
        Encoding.ASCII.GetBytes(key, plain);
        var box = new byte[IPageCursors.KeyOverhead + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(keys.Derive(keys.CurrentId, KeyPurposes.PageCursorKeys), TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(IPageCursors.KeyOverhead), box.AsSpan(NonceBytes, TagBytes));
        return box;
    }

    internal string Decrypt(string keyId, ReadOnlySpan<byte> box)
    {
        var plain = new byte[box.Length - IPageCursors.KeyOverhead];
        using var aes = new AesGcm(keys.Derive(keyId, KeyPurposes.PageCursorKeys), TagBytes);
        aes.Decrypt(box[..NonceBytes], box[IPageCursors.KeyOverhead..], box.Slice(NonceBytes, TagBytes), plain);
        return Encoding.ASCII.GetString(plain.AsSpan().TrimEnd((byte)0));
    }
}
