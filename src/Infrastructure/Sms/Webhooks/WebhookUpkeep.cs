using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>
/// Joins early reports with their messages every 2 s, so that neither a send nor a report pays for it, and twice a minute removes what is
/// too old. Every node does so; each step is guarded by the rows that it changes.
/// </summary>
internal sealed partial class WebhookUpkeep(IServiceScopeFactory scopes, IOptions<PlivoOptions> plivo, TimeProvider time, ILogger<WebhookUpkeep> logger)
    : BackgroundService
{
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_cleaning = TimeSpan.FromSeconds(30);

    private DateTimeOffset _nextCleaning = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_poll, time);
        while (plivo.Value.HasCallbacks && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // An outage of the database must not end it; what waits is still in the tables.
                Failed(e);
            }
        }
    }

    private async Task RunAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var reports = scope.ServiceProvider.GetRequiredService<DeliveryReportStore>();
        await reports.JoinAsync(MostAtOnce, now, ct);
        if (now < _nextCleaning)
        {
            return;
        }

        _nextCleaning = now + s_cleaning;
        await reports.ForgetAsync(now, MostAtOnce, ct);
        await scope.ServiceProvider.GetRequiredService<GatewayNonceStore>().ForgetAsync(now, MostAtOnce, ct);
    }

    [LoggerMessage(EventId = 2122, Level = LogLevel.Error, Message = "Delivery reports could not be joined with their messages; trying again")]
    private partial void Failed(Exception e);
}
