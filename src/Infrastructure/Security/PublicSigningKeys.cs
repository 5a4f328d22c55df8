namespace CleanAuth.Infrastructure.Security;

/// <summary>The JWK set (RFC 7517 5) that <c>GET /.well-known/jwks.json</c> shows: what others need to verify our tokens, and no more.</summary>
public sealed class PublicSigningKeys
{
    private readonly SigningKeys _keys;

    internal PublicSigningKeys(SigningKeys keys) => _keys = keys;

    public IReadOnlyList<PublicSigningKey> Keys => [.. _keys.All.Select(key => new PublicSigningKey(key.Kid, key.X, key.Y))];
}

/// <param name="Kid">The JWK thumbprint.</param>
/// <param name="X">The affine coordinate, 32 bytes in base64url.</param>
/// <param name="Y">As <paramref name="X"/>.</param>
public sealed record PublicSigningKey(string Kid, string X, string Y)
{
    public string Kty { get; } = "EC";

    public string Crv { get; } = "P-256";

    public string Use { get; } = "sig";

    public string Alg { get; } = "ES256";
}
