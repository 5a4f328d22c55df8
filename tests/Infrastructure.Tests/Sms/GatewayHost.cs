using System.Security.Cryptography;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Calls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Sms;

/// <summary>A started host with nothing in it but the gateway that the settings ask for.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public const string AuthId = "MATESTACCOUNT0000001";
    public const string AuthToken = "a-token-that-no-log-line-may-show:01";
    public const string CallerId = "14155550111";
    public const string CallbackSecret = "a-path-secret-of-webhooks";
    public const string To = "+447700900123";

    private static readonly string s_masterKey = $"k1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

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

    /// <summary>The same, and calls are offered.</summary>
    public static Dictionary<string, string?> SettingsWithVoice(string baseUrl, int timeoutSeconds = 10) => new(Settings(baseUrl, timeoutSeconds))
    {
        ["Plivo:CallerId"] = CallerId,
        ["Plivo:CallbackBaseUrl"] = "https://auth.example.com/base",
        ["Plivo:CallbackSecret"] = CallbackSecret,
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
        builder.Services.AddSingleton(Options.Create(new MasterKeyOptions { MasterKey = s_masterKey })).AddSingleton<MasterKeys>().AddSingleton<CallLinks>();
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

    public IVoiceGateway Voice => Services.GetRequiredService<IVoiceGateway>();

    public Task<SendOutcome> CallAsync(string text = "Your code is 1, 2, 3, 4, 5, 6.", Guid id = default, Func<CancellationToken, Task<bool>>? leave = null, CancellationToken ct = default) =>
        Voice.CallAsync(
            new OutgoingMessage(id == default ? Guid.CreateVersion7() : id, OtpChannel.Voice, Phone(To), text, DateTimeOffset.MaxValue) { Voice = "en-US" },
            leave ?? (_ => Task.FromResult(true)), ct)
            .WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

    public static PhoneNumber Phone(string number) =>
        PhoneNumber.TryParse(number, out var phone) ? phone : throw new ArgumentException($"{number} is no number.", nameof(number));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
