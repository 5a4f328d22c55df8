using System.Net;

namespace CleanAuth.WebApi.Security;

/// <summary>How requests reach this service.</summary>
internal sealed class TransportOptions
{
    internal const string Section = "Security";

    /// <summary>Takes plain HTTP outside Development; only for a private network.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of the reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed.</summary>
    public string[] KnownProxies { get; init; } = [];

    /// <exception cref="InvalidOperationException">A list is written as one value, which the binder would pass over.</exception>
    internal static TransportOptions Read(IConfiguration configuration)
    {
        const string List = $"{Section}:{nameof(KnownProxies)}";
        return string.IsNullOrEmpty(configuration[List])
            ? configuration.GetSection(Section).Get<TransportOptions>() ?? new TransportOptions()
            : throw new InvalidOperationException($"{List} is a list: set {List}:0 (environment variable Security__KnownProxies__0) and so on.");
    }

    internal IEnumerable<IPNetwork> Networks() => KnownProxies.Select(Parse);

    private static IPNetwork Parse(string proxy)
    {
        if (IPAddress.TryParse(proxy, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(proxy, out var network)
            ? network
            : throw new InvalidOperationException($"{Section}:KnownProxies must hold IP addresses or networks such as 10.0.0.0/8.");
    }
}
