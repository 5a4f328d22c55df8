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

/// <summary>A public P-256 key (RFC 7517, RFC 7518 6.2.1).</summary>
/// <param name="Kid">Names the key in the header of a token.</param>
/// <param name="Kty">Always <c>EC</c>.</param>
/// <param name="Use">Always <c>sig</c>.</param>
/// <param name="Alg">Always <c>ES256</c>.</param>
/// <param name="Crv">Always <c>P-256</c>.</param>
/// <param name="X">32 bytes as base64url.</param>
/// <param name="Y">32 bytes as base64url.</param>
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
