using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

internal sealed class SecondFactorTokens(JwtSigner signer, JwtPolicy policy) : ISecondFactorTokens
{
    public string Issue(PendingLogin login) =>
        signer.Sign(TokenKinds.SecondFactor, new SecondFactorPayload(
            Sub: login.Account.Value,
            Jti: login.Id.Value,
            Iss: policy.Issuer,
            Aud: TokenKinds.SecondFactor.AudienceOf(policy),
            Iat: login.StartedAt.ToUnixTimeSeconds(),
            Exp: login.ExpiresAt.ToUnixTimeSeconds()));
}
