using System.Globalization;
using System.Net;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using Microsoft.AspNetCore.Http;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>The first limit: requests to the anonymous routes, all together, per client address.</summary>
public sealed class FloodGateTests
{
    private ServiceHost _host;

    [OneTimeSetUp]
    public async Task Start() => _host = await ServiceHost.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase(1, 60)]
    [TestCase(2, 3600)]
    [TestCase(5, 600)]
    public async Task The_configured_number_is_taken_and_the_next_is_told_when_to_come_again(int permits, int window)
    {
        await using var service = Start(permits, window);
        var api = service.Client();

        for (var i = 0; i < permits; i++)
        {
            (await api.LogInAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        var refused = await api.LogInAsync(AuthApi.NewEmail());
        var wait = window.ToString(CultureInfo.InvariantCulture);
        Refusal.AssertIsOne(refused, "one too many", "rate_limited");
        Assert.That(HeaderSet.Field(refused, "Retry-After"), Is.EqualTo(wait));
        Assert.That(HeaderSet.Field(refused, "RateLimit"), Is.EqualTo($"\"flood-gate\";r=0;t={wait}"));
        Assert.That(HeaderSet.Field(refused, "RateLimit-Policy"), Is.EqualTo(string.Create(CultureInfo.InvariantCulture, $"\"flood-gate\";q={permits};w={window}")));
        HeaderSet.AssertIsOn(refused, "429");
    }

    [Test]
    public async Task Every_anonymous_operation_counts_whatever_came_of_it_and_one_limit_is_for_them_all()
    {
        var gated = Operation.All(_host).Where(operation => !operation.IsSigned && operation.Policy is (null or "AnyCaller" or "SecondFactorToken")).ToList();
        Assert.That(gated, Has.Count.GreaterThanOrEqualTo(7));
        await using var service = Start(gated.Count, 3600);
        var api = service.Client();

        foreach (var operation in gated)
        {
            Assert.That((await api.SendAsync(operation.Method, operation.Path, "{}")).Code, Is.Not.EqualTo("rate_limited"), $"{operation}");
        }

        foreach (var operation in gated)
        {
            Refusal.AssertIsOne(await api.SendAsync(operation.Method, operation.Path, "{}"), $"{operation}", "rate_limited");
        }
    }

    [Test]
    public async Task A_refused_request_does_nothing()
    {
        await using var service = Start(2, 3600);
        var (api, email) = (service.Client(), AuthApi.NewEmail());
        (await api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        (await api.LogInAsync(email)).Expect(HttpStatusCode.OK);
        var (before, messages) = (await TableImage.TakeAsync(_host.Database), _host.Plivo.Messages.Count);

        (await api.SignUpAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.TooManyRequests, "rate_limited");
        (await api.LogInAsync(email)).Expect(HttpStatusCode.TooManyRequests, "rate_limited");
        (await api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.TooManyRequests, "rate_limited");

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(messages));
    }

    [Test]
    public async Task What_needs_a_full_token_and_what_machines_read_is_not_gated()
    {
        await using var service = Start(2, 3600);
        var (api, email) = (service.Client(), AuthApi.NewEmail());
        (await api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var token = (await api.LogInAsync(email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        (await api.LogInAsync(email)).Expect(HttpStatusCode.TooManyRequests, "rate_limited");

        for (var i = 0; i < 10; i++)
        {
            (await api.GetAccountAsync(token)).Expect(HttpStatusCode.OK);
            (await api.GetTwoFactorAsync(token)).Expect(HttpStatusCode.OK);
            (await api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK);
            (await api.SendAsync(HttpMethod.Get, "/health/ready")).Expect(HttpStatusCode.OK);
        }
    }

    [TestCase("192.0.2.7", "192.0.2.7")]
    [TestCase("::ffff:192.0.2.7", "192.0.2.7")]
    [TestCase("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [TestCase("2001:db8:1:2::", "2001:db8:1:2::")]
    [TestCase("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::")]
    [TestCase("2001:db8:1:3::1", "2001:db8:1:3::")]
    [TestCase("fe80::1%3", "fe80::")]
    [TestCase("::1", "::")]
    [TestCase(null, "255.255.255.255")]
    public void A_client_is_an_IPv4_address_or_an_IPv6_network_of_64_bits(string? address, string client)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);

        Assert.That(FloodGateSetup.ClientOf(context), Is.EqualTo(IPAddress.Parse(client)));
    }

    private ServiceHost Start(int permits, int window) =>
        _host.StartAnother(
            ("RateLimits:Anonymous:Permits", permits.ToString(CultureInfo.InvariantCulture)), ("RateLimits:Anonymous:WindowSeconds", window.ToString(CultureInfo.InvariantCulture)));
}
