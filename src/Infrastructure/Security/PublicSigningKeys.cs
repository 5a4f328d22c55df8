namespace CleanAuth.Infrastructure.Security;

/// <summary>What <c>GET /.well-known/jwks.json</c> shows (RFC 7517 5): what others need to verify our tokens, and no more.</summary>
public sealed class PublicSigningKeys
{
    private readonly SigningKeys _keys;

    internal PublicSigningKeys(SigningKeys keys) => _keys = keys;

    public IReadOnlyList<PublicSigningKey> Keys => [.. _keys.Published.Select(key => new PublicSigningKey(key.Kid, key.X, key.Y))];
}

/// <param name="Kid">The JWK thumbprint.</param>
/// <param name="X">The affine coordinate, 32 bytes in base64url.</param>
/// <param name="Y">As <paramref name="X"/>.</param>
public sealed record PublicSigningKey(string Kid, string X, string Y);
