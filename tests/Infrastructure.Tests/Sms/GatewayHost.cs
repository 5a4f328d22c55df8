using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Tests.Sms;

/// <summary>A started host with nothing in it but the gateway that the settings ask for.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public const string AuthId = "MATESTACCOUNT0000001";
    public const string AuthToken = "a-token-that-no-log-line-may-show:01";
    public const string To = "+447700900123";

    private readonly IHost _host;

    private GatewayHost(IHost host, CapturedLog log) => (_host, Log) = (host, log);

    public CapturedLog Log { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Settings under which a Production host starts.</summary>
    public static Dictionary<string, string?> Settings(string baseUrl = "https://api.plivo.com", int timeoutSeconds = 10) => new()
    {
        ["Sms:Domain"] = "auth.example.com",
        ["Plivo:AuthId"] = AuthId,
        ["Plivo:AuthToken"] = AuthToken,
        ["Plivo:SenderId"] = "14155550199",
        ["Plivo:BaseUrl"] = baseUrl,
        ["Plivo:TimeoutSeconds"] = $"{timeoutSeconds}",
    };

    public static Task<GatewayHost> StartAsync(string baseUrl, int timeoutSeconds = 10) => StartAsync(Settings(baseUrl, timeoutSeconds));

    public static async Task<GatewayHost> StartAsync(
        Dictionary<string, string?> settings, string environment = "Production", string? contentRoot = null, TimeProvider? time = null)
    {
        var log = new CapturedLog();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            EnvironmentName = environment,
            ContentRootPath = contentRoot ?? Path.GetTempPath(),
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSmsGateway(builder.Configuration, builder.Environment);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }

        return new GatewayHost(host, log);
    }

    public Task<SendOutcome> SendAsync(string text = "Hello", string to = To, Guid id = default, Func<CancellationToken, Task<bool>>? leave = null, CancellationToken ct = default) =>
        Services.GetRequiredService<ISmsGateway>().SendAsync(
            new OutgoingMessage(id == default ? Guid.CreateVersion7() : id, OtpChannel.Sms, Phone(to), text, DateTimeOffset.MaxValue),
            leave ?? (_ => Task.FromResult(true)), ct)

            // Only a gateway whose time-out broke takes that long; the test fails then instead of hanging.
            .WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

    public static PhoneNumber Phone(string number) =>
        PhoneNumber.TryParse(number, out var phone) ? phone : throw new ArgumentException($"{number} is no number.", nameof(number));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
