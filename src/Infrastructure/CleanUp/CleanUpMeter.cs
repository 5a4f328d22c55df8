using System.Diagnostics.Metrics;

namespace CleanAuth.Infrastructure.CleanUp;

internal sealed class CleanUpMeter
{
    public CleanUpMeter(IMeterFactory meters) =>
        Removed = meters.OfService().CreateCounter<long>("cleanauth.cleanup.removed", "{row}", "Rows that the clean-up removed, by what they were.");

    internal Counter<long> Removed { get; }
}
