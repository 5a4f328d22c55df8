using System.ComponentModel.DataAnnotations;

namespace CleanAuth.WebApi.FloodGate;

internal sealed class FloodGateOptions
{
    internal const string Section = "RateLimits:Anonymous";

    /// <summary>Requests that one client address (IPv4, or IPv6 /64) may make to the anonymous routes, all together, in one window (1-1,000,000).</summary>
    [Range(1, 1_000_000)]
    public int Permits { get; init; } = 60;

    /// <summary>Length of the sliding window in seconds (1-3600).</summary>
    [Range(1, 3600)]
    public int WindowSeconds { get; init; } = 60;
}
