using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using Microsoft.AspNetCore.Routing;

namespace CleanAuth.WebApi.Tests.Startup;

/// <summary>What only a developer may see is not there.</summary>
public sealed class ProductionHost
{
    private static readonly string[] s_machines = ["/health/live", "/health/ready", "/problems/x", "/.well-known/jwks.json", "/.well-known/openid-configuration"];

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("/dev/messages")]
    [TestCase("/dev/messages?to=%2B447700900123")]
    [TestCase("/DEV/MESSAGES")]
    [TestCase("/dev")]
    [TestCase("/dev/")]
    [TestCase("/error")]
    [TestCase("/elmah.axd")]
    [TestCase("/trace.axd")]
    [TestCase("/_framework/x")]
    [TestCase("/metrics")]
    [TestCase("/env")]
    [TestCase("/actuator/health")]
    public async Task A_route_of_developers_is_404(string path) =>
        Refusal.AssertIsOne(await _api.SendAsync(HttpMethod.Get, path), path, "not_found");

    [Test]
    public void Every_mapped_route_is_an_operation_or_one_of_the_machines() =>
        Assert.That(
            Operation.Endpoints(_host).Select(Operation.PathOf).Where(path => !path.StartsWith("/api/v1/", StringComparison.Ordinal)).Distinct(),
            Is.EquivalentTo(s_machines));

    [Test]
    public void Every_route_is_mapped_once_for_a_method() =>
        Assert.That(
            Operation.Endpoints(_host).SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {Operation.PathOf(endpoint)}")),
            Is.Unique);

    [Test]
    public async Task The_contract_and_its_pages_can_be_switched_off()
    {
        await using var without = _host.StartAnother(("OpenApi:Enabled", "false"));
        var api = without.Client();

        foreach (var page in new[] { "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/swagger/swagger-ui.css" })
        {
            (await _api.SendAsync(HttpMethod.Get, page)).Expect(HttpStatusCode.OK);
            Refusal.AssertIsOne(await api.SendAsync(HttpMethod.Get, page), page, "not_found");
        }
    }

    [Test]
    public async Task Health_says_its_state_and_nothing_else()
    {
        foreach (var page in new[] { "/health/live", "/health/ready" })
        {
            Assert.That((await _api.SendAsync(HttpMethod.Get, page)).Expect(HttpStatusCode.OK).Body, Is.EqualTo("""{"status":"ok"}"""));
        }
    }

    [Test]
    public async Task A_node_whose_clock_is_not_the_databases_is_not_ready()
    {
        var clock = new TestKit.FakeClock();
        await using var skewed = await ServiceHost.StartAsync(clock);
        (await skewed.Client().SendAsync(HttpMethod.Get, "/health/ready")).Expect(HttpStatusCode.OK);

        clock.Advance(TimeSpan.FromSeconds(6));

        (await skewed.Client().SendAsync(HttpMethod.Get, "/health/ready")).Expect(HttpStatusCode.ServiceUnavailable, "unavailable");
        (await skewed.Client().SendAsync(HttpMethod.Get, "/health/live")).Expect(HttpStatusCode.OK);
    }
}
