using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CleanAuth.Infrastructure.Security;

/// <summary>Makes rows of signing keys and opens them; the private half is encrypted for one key id.</summary>
internal sealed class SigningKeyBox(IDataProtectionProvider protection)
{
    internal const string Purpose = "CleanAuth.SigningKeys";

    internal SigningKeyRow Create(int generation, DateTimeOffset now, DateTimeOffset signsFrom)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = new SigningKey(ecdsa.ExportParameters(includePrivateParameters: false));
        var pkcs8 = ecdsa.ExportPkcs8PrivateKey();
        try
        {
            return new SigningKeyRow
            {
                Id = key.Kid,
                Generation = generation,
                ProtectedPrivateKey = Protector(key.Kid).Protect(pkcs8),
                CreatedAt = now,
                SignsFrom = signsFrom,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>
    /// The public key is taken from the private half, which nobody without the master key can make: whoever can write to the table cannot
    /// have a key of their own accepted.
    /// </summary>
    internal bool TryOpen(SigningKeyRow row, [NotNullWhen(true)] out SigningKey? key, [NotNullWhen(false)] out CryptographicException? fault)
    {
        (key, fault) = (null, null);
        try
        {
            key = Open(row);
        }
        catch (CryptographicException refused)
        {
            fault = refused;
        }

        return key is not null;
    }

    private SigningKey Open(SigningKeyRow row)
    {
        var pkcs8 = Protector(row.Id).Unprotect(row.ProtectedPrivateKey);
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return new SigningKey(ecdsa.ExportParameters(includePrivateParameters: true));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private IDataProtector Protector(string kid) => protection.CreateProtector(Purpose, kid);
}
