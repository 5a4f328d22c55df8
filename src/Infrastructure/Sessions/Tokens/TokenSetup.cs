using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

internal static class TokenSetup
{
    /// <summary>Tokens of every kind. Needs <c>AddKeyProtection</c>.</summary>
    internal static IServiceCollection AddTokens(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddPolicy<JwtPolicy>(configuration, JwtPolicy.Section);
        services.AddOptions<JwtPolicy>().Validate(
            policy => policy.Audience != TokenKinds.SecondFactor.AudienceOf(policy) && policy.Audience != TokenKinds.Enrollment.AudienceOf(policy),
            "Jwt:Audience must not be Jwt:Issuer and /2fa or /2fa/enrollment: these are the audiences of the tokens between password and second factor.")
            .Validate(
            policy => environment.IsDevelopment() || policy.Issuer?.StartsWith("https://", StringComparison.Ordinal) != false,
            "Jwt:Issuer must begin with https:// outside Development.");
        services.AddSingleton<JwtSigner>();
        services.AddSingleton<JwtVerifier>();
        services.AddSingleton<RefreshSuccessor>();
        services.AddSingleton<IAccessTokenIssuer, AccessTokenIssuer>();
        services.AddSingleton<ISecondFactorTokens, SecondFactorTokens>();
        services.AddSingleton<IEnrollmentTokens, EnrollmentTokens>();
        services.AddSingleton<ITokenReader, TokenReader>();
        services.AddSingleton<ICsrfTokens, CsrfTokens>();
        return services;
    }
}
