using System.Text.Json.Serialization;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>What every kind of token says about itself; times in seconds since 1970 (RFC 7519 4.1).</summary>
internal interface ITokenPayload
{
    string Iss { get; }

    string Aud { get; }

    long Iat { get; }

    long Exp { get; }
}

/// <summary>RFC 9068 2.2, and nothing about the person: no role, e-mail address or number (ASVS 5.0 14.2.6).</summary>
internal sealed record AccessTokenPayload(
    Guid Sub, Guid Sid, Guid Jti, string Iss, string Aud, long Iat, long Exp, long AuthTime, IReadOnlyList<string> Amr, string Acr, string ClientId) : ITokenPayload;

/// <param name="Jti">The log-in that waits for its second factor.</param>
internal sealed record SecondFactorPayload(Guid Sub, Guid Jti, string Iss, string Aud, long Iat, long Exp) : ITokenPayload;

/// <param name="Jti">The log-in that waits for its account's first factor.</param>
internal sealed record EnrollmentPayload(Guid Sub, Guid Jti, string Iss, string Aud, long Iat, long Exp) : ITokenPayload;

/// <summary>Members exactly as written above: none missing, none null, none besides, none twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AccessTokenPayload))]
[JsonSerializable(typeof(SecondFactorPayload))]
[JsonSerializable(typeof(EnrollmentPayload))]
internal sealed partial class TokenJson : JsonSerializerContext;
