using System.Security.Claims;
using System.Text.Encodings.Web;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Cookies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace CleanAuth.WebApi.Security;

/// <summary>
/// Reads the Authorization header or, without one, the cookies, and nothing else: signature and kind first, then the state in the database, so that an ended
/// session's token is refused (ASVS 5.0 7.4.1): at once by the node that ended it, within seconds by the others.
/// </summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokenReader tokens, ISessions sessions,
    IPendingLogins pendingLogins, IEnrollments enrollments, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "Bearer";

    private const string Prefix = SchemeName + " ";

    /// <summary>What follows <c>Bearer</c> in the only Authorization header, or null.</summary>
    internal static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..] : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // An anonymous route needs no caller: no look-up for a token that nothing there would use.
        var cookies = SessionCookies.Of(Request);
        if ((Request.Headers.Authorization.Count == 0 && cookies is null) || Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return AuthenticateResult.NoResult();
        }

        return (cookies?.Token ?? TokenOf(Request)) is { } token && await FindAsync(token, time.GetUtcNow()) is { } identity
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName))
            : AuthenticateResult.Fail("token_invalid");
    }

    private async Task<ClaimsIdentity?> FindAsync(string token, DateTimeOffset now)
    {
        if (tokens.ReadAccessToken(token, now) is { } access)
        {
            var session = ChangesNothing()
                ? await sessions.FindLatelyLiveAsync(access.Session, access.Account, now, Context.RequestAborted)
                : await sessions.FindLiveAsync(access.Session, access.Account, now, Context.RequestAborted);
            return session is not null && IsOfLastProof(access, session.Session) ? new SessionIdentity(session) : null;
        }

        if (tokens.ReadSecondFactorToken(token, now) is { } restricted)
        {
            return await pendingLogins.IsLiveAsync(restricted.Login, restricted.Account, now, Context.RequestAborted) ? new SecondFactorIdentity(restricted) : null;
        }

        return tokens.ReadEnrollmentToken(token, now) is { } enrolling
            && await enrollments.IsLiveAsync(enrolling.Enrollment, enrolling.Account, now, Context.RequestAborted)
                ? new EnrollmentIdentity(enrolling)
                : null;
    }

    // And asks for no more than a session: what needs more reads the row, and so does what is added one day (security-requirements D8).
    private bool ChangesNothing() =>
        HttpMethods.IsGet(Request.Method) && Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() is [{ Policy: Access.FullToken }];

    // A token from before the last proof ended with that proof (ASVS 5.0 7.2.4); the claim has whole seconds.
    private static bool IsOfLastProof(AccessTokenClaims claims, Session session) =>
        claims.AuthenticatedAt.ToUnixTimeSeconds() >= session.AuthenticatedAt.ToUnixTimeSeconds();
}
