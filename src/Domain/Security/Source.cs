using System.Net;
using System.Net.Sockets;

namespace CleanAuth.Domain.Security;

/// <summary>Where a request came from. Personal, so it prints nothing.</summary>
/// <param name="Address">Null when the request came over no network: from an operator at the machine.</param>
/// <param name="UserAgent">What the client says that it is; its own text, never believed.</param>
public sealed record Source(IPAddress? Address, string? UserAgent)
{
    /// <summary>Of <see cref="Network"/>: three groups of an IPv6 address, <c>::</c> and <c>/48</c>.</summary>
    public const int MaxNetworkLength = 20;

    private const int Ipv4NetworkBytes = 3;
    private const int Ipv6NetworkBytes = 6;

    /// <summary>No request at all.</summary>
    public static readonly Source None = new(null, null);

    /// <summary>The network as people write it, <c>192.0.2.0/24</c> or <c>2001:db8:1::/48</c>: all of an address that is shown or stored (security-requirements D6).</summary>
    public string? Network => Address switch
    {
        null => null,
        { IsIPv4MappedToIPv6: true } => Cut(Address.MapToIPv4(), Ipv4NetworkBytes),
        { AddressFamily: AddressFamily.InterNetwork } => Cut(Address, Ipv4NetworkBytes),
        _ => Cut(Address, Ipv6NetworkBytes),
    };

    public override string ToString() => "Source(***)";

    private static string Cut(IPAddress address, int kept)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }
}
