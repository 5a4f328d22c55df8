using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

internal sealed class TokenReader(JwtVerifier verifier) : ITokenReader
{
    /// <summary>The end of the year 9999, the last that <see cref="DateTimeOffset"/> knows.</summary>
    private const long LastSecond = 253_402_300_799;

    public AccessTokenClaims? ReadAccessToken(string token, DateTimeOffset now) =>
        ToClaims(verifier.Verify(token, TokenKinds.Access, now));

    public AccessTokenClaims? ReadAccessTokenOfAnyAge(string token, DateTimeOffset now) =>
        ToClaims(verifier.VerifyOfAnyAge(token, TokenKinds.Access, now));

    public SecondFactorClaims? ReadSecondFactorToken(string token, DateTimeOffset now) =>
        verifier.Verify(token, TokenKinds.SecondFactor, now) is { } payload
            ? new SecondFactorClaims(new AccountId(payload.Sub), new PendingLoginId(payload.Jti))
            : null;

    public EnrollmentClaims? ReadEnrollmentToken(string token, DateTimeOffset now) =>
        verifier.Verify(token, TokenKinds.Enrollment, now) is { } payload
            ? new EnrollmentClaims(new AccountId(payload.Sub), new EnrollmentId(payload.Jti))
            : null;

    private static AccessTokenClaims? ToClaims(AccessTokenPayload? payload) =>
        payload is { AuthTime: >= 0 and <= LastSecond }
            ? new AccessTokenClaims(new AccountId(payload.Sub), new SessionId(payload.Sid), DateTimeOffset.FromUnixTimeSeconds(payload.AuthTime))
            : null;
}
