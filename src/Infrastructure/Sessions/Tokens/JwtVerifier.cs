using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>Gives back what a token says if this service said it. Form, key and signature come before the first look at a claim.</summary>
internal sealed class JwtVerifier(SigningKeys keys, JwtPolicy policy)
{
    /// <summary>The payload of a token of that kind which is valid now, or null.</summary>
    internal TPayload? Verify<TPayload>(string token, TokenKind<TPayload> kind, DateTimeOffset now)
        where TPayload : class, ITokenPayload =>
        VerifyOfAnyAge(token, kind, now) is { } payload && payload.Exp > now.ToUnixTimeSeconds() - policy.ClockSkewSeconds ? payload : null;

    /// <summary>As <see cref="Verify"/>, but the token may have expired.</summary>
    internal TPayload? VerifyOfAnyAge<TPayload>(string token, TokenKind<TPayload> kind, DateTimeOffset now)
        where TPayload : class, ITokenPayload =>
        Open(token, kind, now) is { } payload
        && payload.Iss == policy.Issuer
        && payload.Aud == kind.AudienceOf(policy)
        && payload.Iat <= now.ToUnixTimeSeconds() + policy.ClockSkewSeconds
            ? payload
            : null;

    private TPayload? Open<TPayload>(string token, TokenKind<TPayload> kind, DateTimeOffset now)
        where TPayload : class, ITokenPayload
    {
        Span<char> kid = stackalloc char[TokenHeader.MaxKid];
        return CompactJws.TryParse(token, out var jws)
            && keys.Find(kind.Header.ReadKid(jws.Header, kid), now) is { } key
            && jws.IsSignedBy(key)
                ? ReadPayload(jws.Payload, kind.Json)
                : null;
    }

    private static TPayload? ReadPayload<TPayload>(ReadOnlySpan<char> encoded, JsonTypeInfo<TPayload> json)
        where TPayload : class
    {
        Span<byte> payload = stackalloc byte[CompactJws.MaxLength];
        if (!CompactJws.TryDecode(encoded, payload, out var length))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(payload[..length], json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
