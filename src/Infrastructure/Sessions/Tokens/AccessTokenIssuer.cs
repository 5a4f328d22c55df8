using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

internal sealed class AccessTokenIssuer(JwtSigner signer, JwtPolicy policy) : IAccessTokenIssuer
{
    public string Issue(Session session, DateTimeOffset now) =>
        signer.Sign(TokenKinds.Access, new AccessTokenPayload(
            Sub: session.Account.Value,
            Sid: session.Id.Value,
            Jti: Guid.CreateVersion7(now),
            Iss: policy.Issuer,
            Aud: TokenKinds.Access.AudienceOf(policy),
            Iat: now.ToUnixTimeSeconds(),
            Exp: (now + policy.AccessTokenLife).ToUnixTimeSeconds(),
            AuthTime: session.AuthenticatedAt.ToUnixTimeSeconds(),
            Amr: session.Methods.Amr,
            Acr: session.Methods.Acr,
            ClientId: policy.ClientId));
}
