using System.Collections.Frozen;
using CleanAuth.Domain.Accounts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>The list in memory. Read before the first request, so that a bad file stops the start; operator commands do without it.</summary>
internal sealed class CommonPasswords(IOptions<PasswordChecksOptions> options) : ICommonPasswords, IHostedService
{
    private readonly Lazy<FrozenSet<string>> _passwords = new(() => CommonPasswordFile.Read(options.Value.CommonListPath));

    public bool Contains(string password) => _passwords.Value.Contains(password);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = _passwords.Value;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
