using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// Wraps elements of the Data Protection key ring: AES-256-GCM with a key derived from the master key, a random 96-bit nonce, the master
/// key's id as associated data.
/// </summary>
internal sealed class KeyRingCipher(MasterKeys keys)
{
    internal static readonly XName Wrapped = "masterKeyEncrypted";

    private const string KeyId = "keyId";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    internal XElement Wrap(XElement clear)
    {
        var plain = Encoding.UTF8.GetBytes(clear.ToString(SaveOptions.DisableFormatting));
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var (nonce, tag, cipher) = Parts(box);
        RandomNumberGenerator.Fill(nonce.Span);
        using (var aes = new AesGcm(keys.Derive(keys.CurrentId, KeyPurposes.KeyRing), TagBytes))
        {
            aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span, AssociatedData(keys.CurrentId));
        }

        return new XElement(Wrapped, new XAttribute(KeyId, keys.CurrentId), Convert.ToBase64String(box));
    }

    /// <exception cref="CryptographicException">The master key is not configured, or the element was changed.</exception>
    internal XElement Unwrap(XElement wrapped)
    {
        var keyId = (string?)wrapped.Attribute(KeyId) ?? "";
        if (!keys.TryDerive(keyId, KeyPurposes.KeyRing, out var key))
        {
            throw new CryptographicException($"The key ring was wrapped with master key '{keyId}', which is neither Security:MasterKey nor one of Security:PreviousMasterKeys.");
        }

        var box = Convert.FromBase64String(wrapped.Value);
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("A wrapped key of the key ring is cut short.");
        }

        var (nonce, tag, cipher) = Parts(box);
        var plain = new byte[cipher.Length];
        using (var aes = new AesGcm(key, TagBytes))
        {
            aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain, AssociatedData(keyId));
        }

        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(Memory<byte> box) =>
        (box[..NonceBytes], box.Slice(NonceBytes, TagBytes), box[(NonceBytes + TagBytes)..]);

    private static byte[] AssociatedData(string keyId) => Encoding.UTF8.GetBytes(keyId);
}
