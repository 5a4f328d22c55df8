using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>Asks for a round now and then. The node that holds the lease keeps it, so one node does them all until it is gone.</summary>
internal sealed class CleanUpJob(IServiceScopeFactory scopes, CleanUpPolicy policy, TimeProvider time, ILogger<CleanUpJob> logger) : BackgroundService
{
    private bool _isOurs;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(policy.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                logger.RoundFailed(fault);
            }
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ran = await scope.ServiceProvider.GetRequiredService<CleanUpRound>().RunAsync(ct);
        if (ran && !_isOurs)
        {
            logger.Taken();
        }

        _isOurs = ran;
    }
}
