namespace CleanAuth.WebApi.Cookies;

/// <summary>On a request whose tokens go into cookies: it asked for that at log-in, or it came by cookies and proved that one of our pages sent it.</summary>
/// <param name="Proved">The cookies that it came by, once the CSRF token was right; null at log-in.</param>
internal sealed record CookieMode(SessionCookies? Proved)
{
    internal static bool IsOn(HttpContext context) => context.Features.Get<CookieMode>() is not null;

    internal static void TurnOn(HttpContext context, SessionCookies? proved) => context.Features.Set(new CookieMode(proved));

    /// <summary>The only way for an action to the tokens in cookies: there are none before the CSRF token was right.</summary>
    internal static SessionCookies? CookiesOf(HttpContext context) => context.Features.Get<CookieMode>()?.Proved;
}
