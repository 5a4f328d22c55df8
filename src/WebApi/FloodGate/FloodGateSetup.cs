using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CleanAuth.Domain;
using CleanAuth.Infrastructure;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CleanAuth.WebApi.FloodGate;

/// <summary>
/// The first and coarsest limit: per client address, in this node's memory. What must hold on all nodes is counted in the database.
/// </summary>
internal static class FloodGateSetup
{
    internal const string Policy = "flood-gate";

    private const int Ipv6Network = 8;

    internal static IServiceCollection AddFloodGate(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<FloodGateOptions>(configuration, FloodGateOptions.Section);
        return services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetSlidingWindowLimiter(ClientOf(context), _ => Window(OptionsOf(context))));
            limiter.OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected));
        });
    }

    /// <summary>The IPv4 address, or the /64 that one IPv6 customer has.</summary>
    internal static IPAddress ClientOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, Ipv6Network), .. new byte[Ipv6Network]])
            : address;
    }

    private static SlidingWindowRateLimiterOptions Window(FloodGateOptions options) =>
        new() { PermitLimit = options.Permits, Window = TimeSpan.FromSeconds(options.WindowSeconds), SegmentsPerWindow = 6 };

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var options = OptionsOf(rejected.HttpContext);
        var window = TimeSpan.FromSeconds(options.WindowSeconds);
        return ProblemWriter.WriteAsync(rejected.HttpContext, new Error(ErrorKind.Throttled, "rate_limited", "Too many requests from this address.")
        {
            // Segments free earlier one by one; a client that waits this long certainly gets in again.
            RetryAfter = window,
            Limit = new Limit(Policy, options.Permits, window),
        });
    }

    private static FloodGateOptions OptionsOf(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<FloodGateOptions>>().Value;
}
