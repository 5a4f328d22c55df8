using System.Diagnostics.Metrics;

namespace CleanAuth.Infrastructure;

/// <summary>The one meter of the service; its counters are listed in docs/operations.md.</summary>
internal static class ServiceMeter
{
    internal static Meter OfService(this IMeterFactory meters) => meters.Create("CleanAuth");
}
