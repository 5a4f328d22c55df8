using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Security;

namespace CleanAuth.WebApi.Cookies;

/// <summary>Compares a request's <c>X-CSRF-Token</c> with everything that its cookies name.</summary>
internal sealed class CsrfProof(ICsrfTokens csrf, ITokenReader tokens, ISessions sessions, TimeProvider time)
{
    internal const string Header = "X-CSRF-Token";

    /// <summary>True when the header is there once and right for each.</summary>
    internal bool IsGiven(HttpRequest request, IEnumerable<CsrfSubject> subjects)
    {
        var presented = request.Headers[Header] is [{ } only] ? only : null;
        return subjects.All(subject => csrf.IsRight(presented, subject));
    }

    /// <summary>Tells the value for the requests to come.</summary>
    internal void Tell(HttpResponse response, CsrfSubject subject) => response.Headers[Header] = csrf.Issue(subject);

    /// <summary>Of a caller who was authenticated.</summary>
    internal static CsrfSubject? SubjectOf(HttpContext context) => context.User.Identity switch
    {
        SessionIdentity { Live.Session: var session } => CsrfSubject.Of(session.Id),
        SecondFactorIdentity { Token: var step } => CsrfSubject.Of(step.Login),
        EnrollmentIdentity { Token: var step } => CsrfSubject.Of(step.Enrollment),
        _ => null,
    };

    /// <summary>The session of a refresh token, spent or not, live or not; null for anything else.</summary>
    internal async Task<CsrfSubject?> SessionOfAsync(string? refreshToken, CancellationToken ct) =>
        OpaqueToken.TryParse(refreshToken, out var token) && await sessions.FindByRefreshTokenAsync(token, ct) is { } owner ? CsrfSubject.Of(owner.Session) : null;

    /// <summary>Every session and log-in that the cookies name, whether over or not.</summary>
    internal async Task<IReadOnlyCollection<CsrfSubject>> NamedByAsync(SessionCookies cookies, CancellationToken ct)
    {
        var named = await NamedByAsync(cookies.Access, cookies.Step, cookies.Refresh, ct);
        foreach (var doubled in cookies.Doubled)
        {
            named.UnionWith(await NamedByAsync(doubled, doubled, doubled, ct));
        }

        return named;
    }

    private async Task<HashSet<CsrfSubject>> NamedByAsync(string? accessToken, string? stepToken, string? refreshToken, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        CsrfSubject?[] named =
        [
            tokens.ReadAccessTokenOfAnyAge(accessToken ?? "", now) is { } access ? CsrfSubject.Of(access.Session) : null,
            tokens.ReadSecondFactorToken(stepToken ?? "", now) is { } second ? CsrfSubject.Of(second.Login) : null,
            tokens.ReadEnrollmentToken(stepToken ?? "", now) is { } first ? CsrfSubject.Of(first.Enrollment) : null,
            await SessionOfAsync(refreshToken, ct),
        ];
        return [.. named.OfType<CsrfSubject>()];
    }
}
