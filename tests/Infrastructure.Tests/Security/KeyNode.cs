using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Tests.Sessions.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>One node of the service, as far as keys and tokens go: started as the host starts it.</summary>
internal sealed class KeyNode : IAsyncDisposable
{
    private static readonly HostingEnvironment s_production = new() { EnvironmentName = Environments.Production };

    private readonly ServiceProvider _services;

    private KeyNode(ServiceProvider services) => _services = services;

    internal ManualTime Time => (ManualTime)Get<TimeProvider>();

    internal CapturedFaults Log => Get<CapturedFaults>();

    internal SigningKeys SigningKeys => Get<SigningKeys>();

    internal SigningKey Active => SigningKeys.ActiveAt(Time.Now);

    internal static Task<KeyNode> StartAsync(string connection, string masterKey, params string[] previous) =>
        StartAsync(connection, TokenForge.Now, masterKey, previous);

    internal static async Task<KeyNode> StartAsync(string connection, DateTimeOffset now, string masterKey, params string[] previous)
    {
        var node = Create(connection, now, masterKey, previous);
        try
        {
            node.Get<IStartupValidator>().Validate();
            foreach (var service in node._services.GetServices<IHostedService>())
            {
                await service.StartAsync(default);
            }
        }
        catch
        {
            await node._services.DisposeAsync();
            throw;
        }

        return node;
    }

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    internal string IssueToken() => Get<IAccessTokenIssuer>().Issue(TokenForge.Session, Time.Now);

    internal bool Takes(string token) => Get<ITokenReader>().ReadAccessToken(token, Time.Now) is not null;

    internal string Protect(string text) => Get<IDataProtectionProvider>().CreateProtector("test").Protect(text);

    internal string Unprotect(string text) => Get<IDataProtectionProvider>().CreateProtector("test").Unprotect(text);

    /// <summary>One round of the background work, to its end.</summary>
    internal Task FollowAsync() => _services.GetServices<IHostedService>().OfType<SigningKeyLoader>().Single().FollowAsync(CancellationToken.None);

    internal async Task<T> RotateAsync<T>(Func<ISigningKeyRotation, Task<T>> command)
    {
        await using var scope = _services.CreateAsyncScope();
        return await command(scope.ServiceProvider.GetRequiredService<ISigningKeyRotation>());
    }

    internal async Task<T> QueryAsync<T>(Func<AuthDbContext, Task<T>> query)
    {
        await using var scope = _services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<AuthDbContext>());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(default);
        }

        await _services.DisposeAsync();
    }

    private static KeyNode Create(string connection, DateTimeOffset now, string masterKey, string[] previous)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Default"] = connection,
            ["Security:MasterKey"] = masterKey,
            ["Jwt:Issuer"] = TokenForge.Policy.Issuer,
            ["Jwt:Audience"] = TokenForge.Policy.Audience,
        };
        for (var i = 0; i < previous.Length; i++)
        {
            settings[$"Security:PreviousMasterKeys:{i}"] = previous[i];
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new ManualTime(now))
            .AddSingleton<CapturedFaults>()
            .AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<CapturedFaults>())
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddAuditing()
            .AddPolicy<SessionPolicy>(configuration, SessionPolicy.Section)
            .AddPersistence(configuration, s_production)
            .AddKeyProtection(configuration)
            .AddTokens(configuration, s_production);
        return new KeyNode(services.BuildServiceProvider(validateScopes: true));
    }
}
