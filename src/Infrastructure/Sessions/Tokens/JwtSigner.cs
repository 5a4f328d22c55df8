using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>Writes tokens with the key that signs at their <c>iat</c>.</summary>
internal sealed class JwtSigner(SigningKeys keys)
{
    internal string Sign<TPayload>(TokenKind<TPayload> kind, TPayload payload)
        where TPayload : class, ITokenPayload
    {
        var key = keys.ActiveAt(DateTimeOffset.FromUnixTimeSeconds(payload.Iat));
        var signed = $"{kind.Header.Write(key.Kid)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(payload, kind.Json))}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
