using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

internal static class TokenSetup
{
    /// <summary>Tokens of every kind. Needs <c>AddKeyProtection</c>.</summary>
    internal static IServiceCollection AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPolicy<JwtPolicy>(configuration, JwtPolicy.Section);
        services.AddOptions<JwtPolicy>().Validate(
            policy => policy.Audience != TokenKinds.SecondFactor.AudienceOf(policy),
            "Jwt:Audience must not be Jwt:Issuer and /2fa: that is the audience of the tokens between password and second factor.");
        services.AddSingleton<JwtSigner>();
        services.AddSingleton<JwtVerifier>();
        services.AddSingleton<RefreshSuccessor>();
        services.AddSingleton<IAccessTokenIssuer, AccessTokenIssuer>();
        services.AddSingleton<ISecondFactorTokens, SecondFactorTokens>();
        services.AddSingleton<ITokenReader, TokenReader>();
        return services;
    }
}
