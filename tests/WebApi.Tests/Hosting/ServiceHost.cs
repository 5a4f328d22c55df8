using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>
/// The service as in Production: real HTTP on Kestrel, a real PostgreSQL, and a Plivo that a stub plays. Only the password hash is cheap
/// and the clock can be moved.
/// </summary>
public sealed class ServiceHost : IAsyncDisposable
{
    public const string PlivoToken = "an-auth-token-that-only-the-stub-knows-00";

    private readonly Factory _factory;
    private readonly TestDatabase? _ownDatabase;

    private ServiceHost(Factory factory, TestDatabase database, bool ownsDatabase, PlivoStub plivo, FakeClock clock, CapturedLogs logs)
    {
        (_factory, Database, Plivo, Clock, Logs) = (factory, database, plivo, clock, logs);
        _ownDatabase = ownsDatabase ? database : null;
    }

    public TestDatabase Database { get; }

    public PlivoStub Plivo { get; }

    public FakeClock Clock { get; }

    /// <summary>Every log line as a formatted text with its exception.</summary>
    public CapturedLogs Logs { get; }

    public Uri BaseAddress => _factory.ClientOptions.BaseAddress;

    /// <summary>For a process beside it on the same database.</summary>
    public string MasterKey => _factory.MasterKey;

    /// <summary>The routes that are mapped.</summary>
    public IServiceProvider Services => _factory.Services;

    public static async Task<ServiceHost> StartAsync(params (string Setting, string Value)[] settings) => await StartAsync(new FakeClock(), settings);

    public static async Task<ServiceHost> StartAsync(FakeClock clock, params (string Setting, string Value)[] settings) =>
        Start(await TestDatabase.CreateAsync(), ownsDatabase: true, await PlivoStub.StartAsync(), clock, ProductionSettings.NewMasterKey(), settings);

    /// <summary>With something of the service replaced that no setting changes.</summary>
    public static async Task<ServiceHost> StartAsync(Action<IServiceCollection> replace, params (string Setting, string Value)[] settings) =>
        Start(await TestDatabase.CreateAsync(), ownsDatabase: true, await PlivoStub.StartAsync(), new FakeClock(), ProductionSettings.NewMasterKey(), settings, replace);

    /// <summary>A second node, or the same one after a restart: same database, same master key, same gateway, same clock.</summary>
    public ServiceHost StartAnother(params (string Setting, string Value)[] settings) =>
        Start(Database, ownsDatabase: false, Plivo, Clock, _factory.MasterKey, settings);

    /// <inheritdoc cref="StartAnother(ValueTuple{string, string}[])"/>
    public ServiceHost StartAnother(Action<IServiceCollection> replace, params (string Setting, string Value)[] settings) =>
        Start(Database, ownsDatabase: false, Plivo, Clock, _factory.MasterKey, settings, replace);

    /// <summary>A client of its own, with its own connections.</summary>
    public AuthApi Client() => new(Plivo, new HttpClient { BaseAddress = BaseAddress }, Clock);

    /// <summary>Returns when no message waits any more; asks the database, so it sees what every node does.</summary>
    public Task WaitForOutboxAsync() => Database.WaitUntilNoneAsync("outbox_messages WHERE state IN (1, 2, 8)");

    /// <summary>Returns when a dispatcher went once through everything that waits. Needs no other message to be sent, and begins after this call.</summary>
    public async Task WaitForRoundAsync()
    {
        // A round gives up lost messages first: when the second is given up, the round that gave up the first is over.
        for (var i = 0; i < 2; i++)
        {
            await Database.ExecuteAsync("""
                INSERT INTO outbox_messages (id, channel, phone, state, attempts, created_at, due_at, expires_at)
                VALUES (gen_random_uuid(), 1, 'lost', 2, 1, '2000-01-01', '2000-01-01', '2000-01-01')
                """);
            await Database.WaitUntilNoneAsync("outbox_messages WHERE phone = 'lost' AND state = 2");
        }

        await Database.ExecuteAsync("DELETE FROM outbox_messages WHERE phone = 'lost'");
    }

    /// <summary>Stops the host as SIGTERM does; the database stays for another one.</summary>
    public ValueTask StopAsync() => _factory.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (_ownDatabase is not null)
        {
            await Plivo.DisposeAsync();
            await _ownDatabase.DisposeAsync();
        }
    }

    private static ServiceHost Start(
        TestDatabase database, bool ownsDatabase, PlivoStub plivo, FakeClock clock, string masterKey, (string Setting, string Value)[] settings,
        Action<IServiceCollection>? replace = null)
    {
        var logs = new CapturedLogs();
        var factory = new Factory(database, plivo, clock, logs, masterKey, settings, replace);
        factory.UseKestrel(0);
        factory.StartServer();
        return new ServiceHost(factory, database, ownsDatabase, plivo, clock, logs);
    }

    private sealed class Factory(
        TestDatabase database, PlivoStub plivo, FakeClock clock, CapturedLogs logs, string masterKey, (string Setting, string Value)[] settings,
        Action<IServiceCollection>? replace)
        : WebApplicationFactory<Program>
    {
        public string MasterKey => masterKey;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment(Environments.Production);
            foreach (var (setting, value) in ProductionSettings.Of(database, plivo.BaseUrl, masterKey).Concat(settings))
            {
                builder.UseSetting(setting, value);
            }

            builder.ConfigureTestServices(services =>
            {
                replace?.Invoke(services);
                services.AddSingleton<TimeProvider>(clock);
                services.PostConfigure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
            });
            builder.ConfigureLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs));
        }
    }
}
