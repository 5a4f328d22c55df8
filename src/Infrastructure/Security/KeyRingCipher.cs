using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// Seals elements of the Data Protection key ring, whole: AES-256-GCM with a key derived from the master key, a random 96-bit nonce, the
/// master key's id as associated data. What opens was written by somebody who has the master key.
/// </summary>
internal sealed class KeyRingCipher(MasterKeys keys)
{
    private const string KeyId = "keyId";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    internal XElement Seal(XElement clear)
    {
        var plain = Encoding.UTF8.GetBytes(clear.ToString(SaveOptions.DisableFormatting));
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var (nonce, tag, cipher) = Parts(box);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(keys.Derive(keys.CurrentId, KeyPurposes.KeyRing), TagBytes);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span, AssociatedData(keys.CurrentId));
        return new XElement("sealedByMasterKey", new XAttribute(KeyId, keys.CurrentId), Convert.ToBase64String(box));
    }

    /// <exception cref="CryptographicException">The element is not sealed, or was changed, or its master key is not configured.</exception>
    internal XElement Open(XElement element)
    {
        var keyId = (string?)element.Attribute(KeyId) ?? "";
        if (!keys.TryDerive(keyId, KeyPurposes.KeyRing, out var key))
        {
            throw new CryptographicException($"The element is not sealed, or by master key '{keyId}', which is neither Security:MasterKey nor one of Security:PreviousMasterKeys.");
        }

        var box = new byte[element.Value.Length];
        if (!Convert.TryFromBase64String(element.Value, box, out var length) || length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The sealed element is not base64 or was cut short.");
        }

        var (nonce, tag, cipher) = Parts(box.AsMemory(0, length));
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain, AssociatedData(keyId));
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(Memory<byte> box) =>
        (box[..NonceBytes], box.Slice(NonceBytes, TagBytes), box[(NonceBytes + TagBytes)..]);

    private static byte[] AssociatedData(string keyId) => Encoding.UTF8.GetBytes(keyId);
}
