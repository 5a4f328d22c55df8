using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.ObjectPool;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// A P-256 key in memory. <see cref="ECDsa"/> does not promise that its instances may be shared between threads, and making one for each
/// token costs as much as the signature, so each key keeps a few and lends them out.
/// </summary>
internal sealed class SigningKey : IDisposable
{
    /// <summary>ES256: r and s of 32 bytes each, one after the other (RFC 7518 3.4).</summary>
    internal const int SignatureBytes = 64;

    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    private readonly ObjectPool<ECDsa> _pool;

    /// <param name="key">With the private half, or without it for a key that only verifies.</param>
    internal SigningKey(ECParameters key)
    {
        key.Validate();
        X = Base64Url.EncodeToString(key.Q.X);
        Y = Base64Url.EncodeToString(key.Q.Y);
        Kid = Thumbprint(X, Y);
        _pool = new DefaultObjectPoolProvider().Create(new Copies(key));
    }

    /// <summary>The JWK thumbprint (RFC 7638 3): 43 characters that follow from the public key.</summary>
    internal string Kid { get; }

    /// <summary>The affine coordinates, base64url.</summary>
    internal string X { get; }

    internal string Y { get; }

    internal byte[] Sign(ReadOnlySpan<byte> data)
    {
        var ecdsa = _pool.Get();
        try
        {
            var signature = new byte[SignatureBytes];
            return ecdsa.TrySignData(data, signature, HashAlgorithmName.SHA256, Format, out var length) && length == SignatureBytes
                ? signature
                : throw new CryptographicException("The signing key is not a P-256 key.");
        }
        finally
        {
            _pool.Return(ecdsa);
        }
    }

    internal bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var ecdsa = _pool.Get();
        try
        {
            return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, Format);
        }
        finally
        {
            _pool.Return(ecdsa);
        }
    }

    public void Dispose() => (_pool as IDisposable)?.Dispose();

    private static string Thumbprint(string x, string y) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));

    private sealed class Copies(ECParameters key) : PooledObjectPolicy<ECDsa>
    {
        public override ECDsa Create() => ECDsa.Create(key);

        public override bool Return(ECDsa obj) => true;
    }
}
