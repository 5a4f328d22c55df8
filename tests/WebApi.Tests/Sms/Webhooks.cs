using System.Globalization;
using System.Net;
using CleanAuth.Domain.Otp;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>A service that Plivo may call, and a Plivo that does.</summary>
internal sealed class Webhooks : IAsyncDisposable
{
    internal const string BaseUrl = "https://auth.example.com";
    internal const string PathSecret = "a-path-secret-of-the-tests-0123456789";
    internal const string Url = $"{BaseUrl}/api/v1/webhooks/plivo/messages/{PathSecret}";

    private Webhooks(ServiceHost host) => (Host, Api) = (host, host.Client());

    internal ServiceHost Host { get; }

    internal AuthApi Api { get; }

    internal PlivoCallbacks Plivo { get; } = new(ServiceHost.PlivoToken);

    internal static async Task<Webhooks> StartAsync(params (string, string)[] settings) => new(await ServiceHost.StartAsync(Settings(settings)));

    /// <summary>With calls as a further channel.</summary>
    internal static async Task<Webhooks> StartWithVoiceAsync() =>
        new(await ServiceHost.StartAsync(services => services.AddSingleton(new OtpChannels(Voice: true)), Settings()));

    /// <summary>As another node of that service; ending it leaves the database.</summary>
    internal static Webhooks On(ServiceHost host, params (string, string)[] settings) => new(host.StartAnother(Settings(settings)));

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    internal Task<Answer> SendAsync(SignedForm form) => Api.SendAsync(form.ToRequest());

    internal async Task ReportAsync(ReceivedMessage message, string status, params (string, string)[] fields) =>
        (await SendAsync(Plivo.Report(message, status, fields))).Expect(HttpStatusCode.OK);

    /// <summary>A code that the gateway took; the challenge and the message as Plivo got it.</summary>
    internal async Task<(string Challenge, ReceivedMessage Message)> SendCodeAsync()
    {
        var (challenge, message) = await AskForCodeAsync();
        await Host.WaitForOutboxAsync();
        return (challenge, message);
    }

    /// <summary>As <see cref="SendCodeAsync"/>, without waiting for what becomes of it; for a number that had no message before.</summary>
    internal async Task<(string Challenge, ReceivedMessage Message)> AskForCodeAsync(string? phone = null)
    {
        phone ??= AuthApi.NewPhone();
        var challenge = (await Api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        return (challenge, await Host.Plivo.WaitForMessageAsync(phone));
    }

    internal async Task<Answer> StatusAsync(string challenge) =>
        (await Api.SendAsync(HttpMethod.Get, $"/api/v1/auth/challenges/{challenge}")).Expect(HttpStatusCode.OK);

    internal Task WaitForDeliveryAsync(string challenge, string delivery) => WaitUntilAsync(async () => (await StatusAsync(challenge))["delivery"] == delivery);

    internal Task WaitForCountAsync(string table, long count) => WaitUntilAsync(async () => await CountAsync(table) == count);

    internal Task<long> CountAsync(string table) => Host.Database.ReadAsync<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM {table}"));

    private static async Task WaitUntilAsync(Func<Task<bool>> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!await reached())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static (string, string)[] Settings(params (string, string)[] more) => [("Plivo:CallbackBaseUrl", BaseUrl), ("Plivo:CallbackSecret", PathSecret), .. more];
}
