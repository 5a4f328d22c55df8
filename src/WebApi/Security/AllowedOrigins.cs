using System.Text;
using CleanAuth.Domain.Sessions;
using Microsoft.Extensions.Primitives;

namespace CleanAuth.WebApi.Security;

/// <summary>Origins of frontends, as browsers write them (RFC 6454 6.2): the service's own, and those of <c>Cors:Origins</c>.</summary>
internal sealed class AllowedOrigins
{
    private const string Setting = "Cors:Origins";

    private readonly HashSet<string> _all;

    private AllowedOrigins(IReadOnlyList<string> listed, string issuer) =>
        (Listed, _all) = (listed, new HashSet<string>(listed, StringComparer.Ordinal) { new Uri(issuer).GetLeftPart(UriPartial.Authority) });

    /// <summary>Those whose pages may read answers across origins.</summary>
    internal IReadOnlyList<string> Listed { get; }

    /// <summary>False without the header, with <c>null</c>, and with two.</summary>
    internal bool Allow(StringValues origin) => origin is [{ } only] && _all.Contains(only);

    internal static AllowedOrigins Of(IReadOnlyList<string> listed, JwtPolicy jwt) => new(listed, jwt.Issuer);

    /// <exception cref="InvalidOperationException">An entry is not exactly what a browser would send, or the list is written as one value, which the binder would pass over.</exception>
    internal static IReadOnlyList<string> Read(IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration[Setting]))
        {
            throw new InvalidOperationException($"{Setting} is a list: set {Setting}:0 (environment variable Cors__Origins__0) and so on.");
        }

        string[] listed = configuration.GetSection(Setting).Get<string[]>() ?? [];
        return Array.TrueForAll(listed, IsOrigin)
            ? listed
            : throw new InvalidOperationException(
                $"{Setting} must hold origins as browsers send them, such as https://app.example.com or https://app.example.com:8443: lower case, no path, no slash at the end, no wildcard, no default port; http only for a loopback address.");
    }

    private static bool IsOrigin(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6, UserInfo: "" }
        && Ascii.IsValid(value)
        && uri.GetLeftPart(UriPartial.Authority) == value;
}
