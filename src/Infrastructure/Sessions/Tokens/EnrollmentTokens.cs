using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

internal sealed class EnrollmentTokens(JwtSigner signer, JwtPolicy policy) : IEnrollmentTokens
{
    public string Issue(Enrollment enrollment) =>
        signer.Sign(TokenKinds.Enrollment, new EnrollmentPayload(
            Sub: enrollment.Account.Value,
            Jti: enrollment.Id.Value,
            Iss: policy.Issuer,
            Aud: TokenKinds.Enrollment.AudienceOf(policy),
            Iat: enrollment.StartedAt.ToUnixTimeSeconds(),
            Exp: enrollment.ExpiresAt.ToUnixTimeSeconds()));
}
