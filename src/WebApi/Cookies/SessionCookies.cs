using CleanAuth.Domain.Security;
using Microsoft.Net.Http.Headers;

namespace CleanAuth.WebApi.Cookies;

/// <summary>The cookies of a browser's session as a request brought them.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token, as it was sent.</param>
/// <param name="Step">The token between password and factor.</param>
internal sealed record SessionCookies(string? Access, string? Refresh, string? Step)
{
    internal const string AccessName = "__Host-access";
    internal const string RefreshName = "__Host-refresh";
    internal const string StepName = "__Host-step";

    /// <summary>More cookies of one name are not looked at: each costs a look-up.</summary>
    private const int MostDoubled = 8;

    private static readonly string[] s_names = [AccessName, RefreshName, StepName];

    /// <summary>What came under a name that came twice. Good for nothing but to end the sessions that it names.</summary>
    internal IReadOnlyList<string> Doubled { get; private init; } = [];

    /// <summary>What to identify the caller by. A refresh token alone opens nothing, but whoever sends it is not nobody.</summary>
    internal string Token => Step ?? Access ?? "";

    /// <summary>The refresh token if it has the form of one.</summary>
    internal string? RefreshToken => OpaqueToken.TryParse(Refresh, out _) ? Refresh : null;

    /// <summary>Null without any, and with an Authorization header, whatever came beside it: one credential per request (ASVS 5.0 15.3.7).</summary>
    internal static SessionCookies? Of(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0 || request.Headers.Cookie.Count == 0)
        {
            return null;
        }

        var sent = CookieHeaderValue.TryParseList([.. request.Headers.Cookie.OfType<string>()], out var parsed) ? parsed : [];
        var (access, refresh, step) = (Value(sent, AccessName), Value(sent, RefreshName), Value(sent, StepName));
        return access is null && refresh is null && step is null ? null : new SessionCookies(access, refresh, step) { Doubled = DoubledIn(sent) };
    }

    public override string ToString() => nameof(SessionCookies);

    private static IReadOnlyList<string> DoubledIn(IEnumerable<CookieHeaderValue> sent) =>
        [.. sent.Where(cookie => s_names.Contains(cookie.Name.ToString())).GroupBy(cookie => cookie.Name.ToString()).Where(same => same.Skip(1).Any())
            .SelectMany(same => same.Select(cookie => cookie.Value.ToString()).Take(MostDoubled))];

    // The framework's collection forgives another case and takes one of two with the same name; a neighbouring host can set such ones, browsers let
    // only this host set these. Two are taken for a bad one.
    private static string? Value(IEnumerable<CookieHeaderValue> sent, string name) =>
        sent.Where(cookie => cookie.Name.Equals(name, StringComparison.Ordinal)).Select(cookie => cookie.Value).ToList() switch
        {
            [] => null,
            [var only] => only.ToString(),
            _ => "",
        };
}

/// <summary>Sets and takes away the cookies, each with every attribute of ASVS 5.0 3.3.</summary>
internal static class CookieResponse
{
    /// <param name="seconds">Its life; that of the token in it.</param>
    internal static void SetCookie(this HttpResponse response, string name, string value, int seconds)
    {
        var options = Hardened();
        options.MaxAge = TimeSpan.FromSeconds(seconds);
        response.Cookies.Append(name, value, options);
    }

    internal static void ClearCookies(this HttpResponse response, params string[] names)
    {
        foreach (var name in names)
        {
            response.Cookies.Delete(name, Hardened());
        }
    }

    // The prefix __Host- makes browsers demand Secure, the path / and no domain.
    private static CookieOptions Hardened() => new() { Secure = true, HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict, Path = "/", IsEssential = true };
}
