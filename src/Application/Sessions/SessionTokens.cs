using CleanAuth.Application.Login;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Application.Sessions;

internal static class SessionTokens
{
    internal static LoginComplete Answer(string accessToken, JwtPolicy jwt, OpaqueToken refreshToken, TimeSpan refreshLife) =>
        new(accessToken, "Bearer", jwt.AccessTokenSeconds, refreshToken.Reveal(), (int)refreshLife.TotalSeconds);
}
