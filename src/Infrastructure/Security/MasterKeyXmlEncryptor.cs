using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Security;

internal sealed class MasterKeyXmlEncryptor(KeyRingCipher cipher) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(cipher.Wrap(plaintextElement), typeof(MasterKeyXmlDecryptor));
}

/// <summary>Data Protection makes it from the type name in the ring, and gives it the service provider.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<KeyRingCipher>().Unwrap(encryptedElement);
}
