using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>Looks once a second, in every node, for events that are not linked yet: the longest time in which one can go and leave no trace.</summary>
internal sealed class AuditSealing(IServiceScopeFactory scopes, TimeProvider time, ILogger<AuditSealing> logger) : BackgroundService
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);

    // A fault is told once and again each minute, not each second.
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(1);

    private DateTimeOffset _nextComplaint;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_poll, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await SealAsync(stoppingToken))
                {
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Complain(fault);
            }
        }
    }

    private async Task<bool> SealAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuditSealer>().SealAsync(ct);
    }

    private void Complain(Exception fault)
    {
        if (time.GetUtcNow() is var now && now >= _nextComplaint)
        {
            _nextComplaint = now + s_silence;
            logger.NotLinked(fault);
        }
    }
}
