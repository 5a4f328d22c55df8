using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>Counts calls that nobody at the gateway signed. A stranger can make them as fast as the network lets them, so a minute has one log line.</summary>
internal sealed partial class RefusedCalls(IMeterFactory meters, TimeProvider time, ILogger<RefusedCalls> logger)
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(1);

    private readonly Counter<long> _all = meters.OfService()
        .CreateCounter<long>("cleanauth.webhook.refused", unit: "{call}", description: "Calls to a webhook without a valid signature of the gateway.");

    private long _unsaid;
    private long _quietUntil;

    internal void Count()
    {
        _all.Add(1);
        Interlocked.Increment(ref _unsaid);
        var now = time.GetUtcNow();
        var until = Interlocked.Read(ref _quietUntil);
        if (now.UtcTicks >= until && Interlocked.CompareExchange(ref _quietUntil, (now + s_quiet).UtcTicks, until) == until)
        {
            Refused(Interlocked.Exchange(ref _unsaid, 0));
        }
    }

    [LoggerMessage(EventId = 2120, Level = LogLevel.Warning, Message = "{Count} calls to a webhook since the last such line carried no valid signature of the gateway and were refused: an attack, or a wrong Plivo:AuthToken or Plivo:CallbackBaseUrl")]
    private partial void Refused(long count);
}
