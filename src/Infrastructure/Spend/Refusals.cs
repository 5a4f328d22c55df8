using System.Diagnostics.Metrics;
using System.Text.Json;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Spend;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>Every refusal, once in the counters (one statement), in the metric and in the log: by reason and calling code, which are both bounded sets.</summary>
internal sealed class Refusals(SpendTally tally, SpendMeter meter, SpendPolicy policy, ILogger<Refusals> logger)
{
    private const string Shadow = ":shadow";

    /// <summary>False when the guard only shadows and the message goes all the same.</summary>
    internal bool Holds(SpendRefusal refusal) => refusal.HoldsInShadow || !policy.Shadow;

    /// <summary>What the client is told, or null when the refusal does not hold.</summary>
    internal async Task<Error?> CountAsync(SpendRefusal refusal, PhoneNumber to, DateTimeOffset at, CancellationToken ct)
    {
        var holds = Holds(refusal);
        var reason = $"{JsonNamingPolicy.SnakeCaseLower.ConvertName($"{refusal.Reason}")}{(holds ? "" : Shadow)}";
        var country = SpendKeys.Country(to);
        meter.Refused.Add(1, new("reason", reason), new("country", country));
        logger.Refused(reason, country);
        await tally.AddAsync([SpendEntry.At(SpendKind.RefusedDay, SpendKeys.Refused(to, reason), at) with { Count = 1 }], ct);
        return holds ? refusal.Error : null;
    }
}

/// <summary>One counter for all requests, because <see cref="Refusals"/> lives as long as one.</summary>
internal sealed class SpendMeter
{
    public SpendMeter(IMeterFactory meters) =>
        Refused = meters.OfService().CreateCounter<long>("cleanauth.sms.refused", "{message}", "Messages that were asked for and refused, by reason and calling code.");

    internal Counter<long> Refused { get; }
}
