using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.WebApi.Security;

/// <summary>What a resource server's JWT library needs to configure itself.</summary>
internal static class WellKnownRoutes
{
    private const int CacheSeconds = 300;

    internal static void MapWellKnown(this IEndpointRouteBuilder routes)
    {
        var wellKnown = routes.MapGroup("/.well-known").AllowAnonymous().WithTags("WellKnown").WithMetadata(new Cacheable(CacheSeconds));
        wellKnown.MapGet("/jwks.json", (PublicSigningKeys keys) => new JsonWebKeySet([.. keys.Keys.Select(JsonWebKey.Of)]))
            .WithName("getSigningKeys").WithSummary("The public keys that access tokens are signed with (RFC 7517).");
        wellKnown.MapGet("/openid-configuration", (JwtPolicy jwt) => new Discovery(jwt.Issuer, $"{jwt.Issuer}/.well-known/jwks.json", ["ES256"]))
            .WithName("getConfiguration").WithSummary("Issuer, key address and algorithms.");
    }
}

/// <param name="Keys">Every key whose tokens may still be alive.</param>
public sealed record JsonWebKeySet(IReadOnlyList<JsonWebKey> Keys);

/// <summary>A public P-256 key.</summary>
public sealed record JsonWebKey(string Kid, string Kty, string Use, string Alg, string Crv, string X, string Y)
{
    internal static JsonWebKey Of(PublicSigningKey key) => new(key.Kid, "EC", "sig", "ES256", "P-256", key.X, key.Y);
}

/// <param name="Issuer">The <c>iss</c> of every token.</param>
/// <param name="JwksUri">Where the keys are.</param>
/// <param name="IdTokenSigningAlgValuesSupported">The one algorithm.</param>
public sealed record Discovery(
    string Issuer,
    [property: System.Text.Json.Serialization.JsonPropertyName("jwks_uri")] string JwksUri,
    [property: System.Text.Json.Serialization.JsonPropertyName("id_token_signing_alg_values_supported")] IReadOnlyList<string> IdTokenSigningAlgValuesSupported);
