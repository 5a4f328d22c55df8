using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class Starting_with_Plivo_settings
{
    [Test]
    public async Task Works_with_them_all()
    {
        await using var host = await GatewayHost.StartAsync(GatewayHost.Settings());

        Assert.That(host.Services.GetRequiredService<ISmsGateway>(), Is.TypeOf<PlivoSmsGateway>());
        Assert.That(host.Services.GetService<DevelopmentOutbox>(), Is.Null);
    }

    [Test]
    public async Task Fills_in_address_and_time_out()
    {
        var settings = GatewayHost.Settings();
        settings.Remove("Plivo:BaseUrl");
        settings.Remove("Plivo:TimeoutSeconds");
        await using var host = await GatewayHost.StartAsync(settings);

        var options = host.Services.GetRequiredService<IOptions<PlivoOptions>>().Value;
        Assert.That(options.MessagesUrl.AbsoluteUri, Is.EqualTo($"https://api.plivo.com/v1/Account/{GatewayHost.AuthId}/Message/"));
        Assert.That(options.Timeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Stops_a_Production_host_when_one_is_missing(
        [Values("AuthId", "AuthToken", "SenderId", "BaseUrl")] string setting, [Values(null, "", "  ")] string? nothing) =>
        AssertStops(With(setting, nothing), $"Plivo:{setting} is missing: set it (environment variable Plivo__{setting}) or run in Development.");

    [Test]
    public void Names_every_missing_one_at_once()
    {
        var problems = AssertStops(new() { ["Sms:Domain"] = "auth.example.com" }, "Plivo:AuthId is missing");

        Assert.That(problems, Does.Contain("Plivo:AuthToken is missing").And.Contain("Plivo:SenderId is missing"));
    }

    [TestCase("AuthId", "MA/../SECRET")]
    [TestCase("AuthId", "MA:SECRET")]
    [TestCase("AuthId", "MASECRET\n")]
    [TestCase("AuthToken", "SECRET")]
    [TestCase("AuthToken", "SECRET SECRET SECRET SECRET")]
    [TestCase("AuthToken", "SECRETSECRETSECRETSECRETSECRÉT")]
    [TestCase("SenderId", "+14155550199")]
    [TestCase("SenderId", "1234567890123456")]
    [TestCase("SenderId", "TwelveLetter")]
    [TestCase("SenderId", "Bad<Name>")]
    [TestCase("SenderId", "Name\n")]
    [TestCase("BaseUrl", "api.plivo.com")]
    [TestCase("BaseUrl", "/v1")]
    [TestCase("BaseUrl", "ftp://api.plivo.com")]
    [TestCase("BaseUrl", "http://api.plivo.com")]
    [TestCase("BaseUrl", "http://10.0.0.1")]
    [TestCase("BaseUrl", "http://localhost.example.com")]
    [TestCase("BaseUrl", "http://127.0.0.1.example.com")]
    [TestCase("BaseUrl", "https://user:SECRET@api.plivo.com")]
    [TestCase("BaseUrl", "https://api.plivo.com/?SECRET")]
    [TestCase("BaseUrl", "https://api.plivo.com/#SECRET")]
    [TestCase("TimeoutSeconds", "0")]
    [TestCase("TimeoutSeconds", "11")]
    [TestCase("TimeoutSeconds", "-1")]
    public void Stops_a_Production_host_when_one_is_not_valid_and_never_repeats_it(string setting, string value)
    {
        var problems = AssertStops(With(setting, value), $"Plivo:{setting} (environment variable Plivo__{setting}) must be ");

        Assert.That(problems, Does.Not.Contain("SECRET"));
    }

    [TestCase("SenderId", "14155550199")]
    [TestCase("SenderId", "123456789012345")]
    [TestCase("SenderId", "22395")]
    [TestCase("SenderId", "CleanAuth")]
    [TestCase("SenderId", "My Brand 24")]
    [TestCase("SenderId", "4ever")]
    [TestCase("BaseUrl", "http://127.0.0.1:5000")]
    [TestCase("BaseUrl", "http://[::1]:5000/")]
    [TestCase("BaseUrl", "http://localhost:5000")]
    [TestCase("BaseUrl", "https://gateway.example.com/plivo")]
    [TestCase("TimeoutSeconds", "1")]
    public async Task Works_with(string setting, string value)
    {
        await using var host = await GatewayHost.StartAsync(With(setting, value));

        Assert.That(host.Services.GetRequiredService<ISmsGateway>(), Is.TypeOf<PlivoSmsGateway>());
    }

    [TestCase("PreviousAuthToken", "SECRET")]
    [TestCase("PreviousAuthToken", " ")]
    [TestCase("MainAuthToken", "SECRET SECRET SECRET SECRET")]
    [TestCase("CallbackBaseUrl", "http://auth.example.com")]
    [TestCase("CallbackBaseUrl", "https://auth.example.com?SECRET")]
    [TestCase("CallbackBaseUrl", "https://auth.example.com#SECRET")]
    [TestCase("CallbackBaseUrl", "https://user:SECRET@auth.example.com")]
    [TestCase("CallbackBaseUrl", " ")]
    [TestCase("CallbackSecret", "SECRET-OF-21-CHARACTE")]
    [TestCase("CallbackSecret", "SECRET/SECRET/SECRET/SECRET")]
    [TestCase("CallbackSecret", "SECRETSECRETSECRETSECRET\n")]
    public void Stops_a_Production_host_when_one_for_callbacks_is_not_valid(string setting, string value)
    {
        var settings = WithCallbacks();
        settings[$"Plivo:{setting}"] = value;

        Assert.That(AssertStops(settings, $"Plivo:{setting} "), Does.Not.Contain("SECRET"));
    }

    [Test]
    public void Stops_a_host_that_has_half_of_what_callbacks_need([Values("CallbackBaseUrl", "CallbackSecret")] string setting, [Values(null, "")] string? nothing)
    {
        var settings = WithCallbacks();
        settings[$"Plivo:{setting}"] = nothing;

        AssertStops(settings, $"Plivo:{setting} is missing: set it (environment variable Plivo__{setting}), or remove Plivo:Callback");
    }

    [TestCase("CallbackBaseUrl", "https://example.com/auth/")]
    [TestCase("CallbackBaseUrl", "http://127.0.0.1:5000")]
    [TestCase("PreviousAuthToken", "the-token-of-last-week-00")]
    [TestCase("MainAuthToken", "the-token-of-the-main-account")]
    [TestCase("AllowV2Signatures", "true")]
    public async Task Works_with_callbacks_and(string setting, string value)
    {
        var settings = WithCallbacks();
        settings[$"Plivo:{setting}"] = value;
        await using var host = await GatewayHost.StartAsync(settings);

        Assert.That(host.Services.GetRequiredService<IOptions<PlivoOptions>>().Value.CallbackUrl("messages"), Does.EndWith("/api/v1/webhooks/plivo/messages/0123456789abcdefABCDE-_"));
    }

    [Test]
    public void Stops_a_Development_host_that_has_half_of_the_credentials([Values("AuthId", "AuthToken")] string setting) =>
        AssertStops(With(setting, null), $"Plivo:{setting} is missing", "Development");

    [Test]
    public async Task Prefers_Plivo_in_Development_when_it_has_credentials()
    {
        await using var host = await GatewayHost.StartAsync(GatewayHost.Settings(), "Development");

        Assert.That(host.Services.GetRequiredService<ISmsGateway>(), Is.TypeOf<PlivoSmsGateway>());
    }

    [Test]
    public void Needs_credentials_in_every_environment_but_Development([Values("Production", "Staging", "Test", "Developmentt")] string environment) =>
        AssertStops(With("AuthId", null), "Plivo:AuthId is missing", environment);

    [TestCase("+14155550111")]
    [TestCase("CleanAuth")]
    [TestCase("123456")]
    [TestCase("1234567890123456")]
    [TestCase("14155550111\n")]
    public void Stops_a_host_whose_calls_would_come_from_no_number(string callerId)
    {
        var settings = GatewayHost.SettingsWithVoice("https://api.plivo.com");
        settings["Plivo:CallerId"] = callerId;

        AssertStops(settings, "Plivo:CallerId (environment variable Plivo__CallerId) must be ");
    }

    [Test]
    public void Stops_a_host_that_nobody_could_ask_what_to_say_in_a_call() =>
        AssertStops(With("CallerId", GatewayHost.CallerId), "Plivo:CallerId needs Plivo:CallbackBaseUrl and Plivo:CallbackSecret");

    [Test]
    public async Task Offers_calls_with_a_number_and_webhooks_and_not_without()
    {
        await using var with = await GatewayHost.StartAsync(GatewayHost.SettingsWithVoice("https://api.plivo.com"));
        await using var without = await GatewayHost.StartAsync(GatewayHost.Settings());

        Assert.That(with.Services.GetRequiredService<OtpChannels>(), Is.EqualTo(new OtpChannels(Voice: true)));
        Assert.That(without.Services.GetRequiredService<OtpChannels>(), Is.EqualTo(new OtpChannels(Voice: false)));
    }

    [Test]
    public void Prints_no_secret_of_the_options() =>
        Assert.That($"{new PlivoOptions { AuthId = "SECRET", AuthToken = "SECRET" }}", Is.EqualTo("PlivoOptions"));

    private static Dictionary<string, string?> With(string setting, string? value)
    {
        var settings = GatewayHost.Settings();
        settings[$"Plivo:{setting}"] = value;
        return settings;
    }

    private static Dictionary<string, string?> WithCallbacks()
    {
        var settings = With("CallbackBaseUrl", "https://auth.example.com");
        settings["Plivo:CallbackSecret"] = "0123456789abcdefABCDE-_";
        return settings;
    }

    private static string AssertStops(Dictionary<string, string?> settings, string sentence, string environment = "Production")
    {
        var problem = Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(settings, environment));
        Assert.That(problem!.Message, Does.Contain(sentence));
        return problem.ToString();
    }
}
