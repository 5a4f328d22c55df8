using System.Security.Cryptography;
using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Tests.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Tests.CleanUp;

/// <summary>A node of which nothing runs by itself: a round of the clean-up is done when a test says so.</summary>
internal sealed class CleanUpNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    internal CleanUpNode(string connection, ManualTime time, params (string Setting, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Default"] = connection,
            ["Security:MasterKey"] = $"test1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            ["Jwt:Issuer"] = "https://auth.example.com",
            ["Sms:Domain"] = "auth.example.com",
            ["Plivo:AuthId"] = "MATESTACCOUNT0000001",
            ["Plivo:AuthToken"] = "a-token-that-no-log-line-may-show:01",
            ["Plivo:SenderId"] = "CleanAuth",
        };
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<CapturedFaults>()
            .AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<CapturedFaults>())
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddInfrastructure(new ConfigurationBuilder().AddInMemoryCollection(all).Build(), new HostingEnvironment { EnvironmentName = Environments.Production })
            .BuildServiceProvider();
    }

    /// <summary>The numbers of the warnings and errors that it logged.</summary>
    internal IReadOnlyCollection<int> Faults => _services.GetRequiredService<CapturedFaults>().Numbers;

    internal Task<bool> CleanAsync() => InScopeAsync<CleanUpRound, bool>(round => round.RunAsync(CancellationToken.None));

    internal Task<int> RemoveAsync(CleanUpStep step, DateTimeOffset before, int most) =>
        InScopeAsync<AuthDbContext, int>(db => step.RemoveAsync(db, before, most, CancellationToken.None));

    internal async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
