using CleanAuth.Domain.Auditing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>Where what happens comes from. A command builds the service and never starts it: what has no request is the service's own once it starts.</summary>
internal sealed class AuditOrigins(IHttpContextAccessor accessor) : IHostedLifecycleService
{
    private volatile bool _serves;

    internal AuditOrigin Current => accessor.HttpContext is not null ? AuditOrigin.Api : _serves ? AuditOrigin.Service : AuditOrigin.Command;

    /// <summary>Before any part of the service starts, the first signing key included.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _serves = true;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
