using System.Text.Json.Serialization.Metadata;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>A kind of token: its own type and its own audience, so that none passes for another (RFC 8725 3.11, 3.12).</summary>
/// <param name="Header">Holds the <c>typ</c>.</param>
/// <param name="AudienceOf">The one <c>aud</c>.</param>
/// <param name="Json">How the payload is written and read.</param>
internal sealed record TokenKind<TPayload>(TokenHeader Header, Func<JwtPolicy, string> AudienceOf, JsonTypeInfo<TPayload> Json)
    where TPayload : class, ITokenPayload;

internal static class TokenKinds
{
    internal static readonly TokenKind<AccessTokenPayload> Access =
        new(new TokenHeader("at+jwt"), policy => policy.Audience, TokenJson.Default.AccessTokenPayload);

    internal static readonly TokenKind<SecondFactorPayload> SecondFactor =
        new(new TokenHeader("second-factor+jwt"), policy => $"{policy.Issuer}/2fa", TokenJson.Default.SecondFactorPayload);

    internal static readonly TokenKind<EnrollmentPayload> Enrollment =
        new(new TokenHeader("enrollment+jwt"), policy => $"{policy.Issuer}/2fa/enrollment", TokenJson.Default.EnrollmentPayload);
}
