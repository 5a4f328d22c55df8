using System.Net;
using System.Text.Json.Nodes;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.OpenApi;

public sealed class OpenApiSnapshot
{
    private const string Address = "/swagger/v1/swagger.json";

    /// <summary>For machines and people, not for clients: probes, and the pages that explain problems.</summary>
    private static readonly string[] s_notInTheContract = ["GET /health/live", "HEAD /health/live", "GET /health/ready", "HEAD /health/ready", "GET /problems/{code}"];

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task The_committed_contract_is_what_the_service_gives()
    {
        var served = Normalise((await _api.SendAsync(HttpMethod.Get, Address)).Expect(HttpStatusCode.OK).Body);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(Contract.File, served);
        }

        Assert.That(
            File.Exists(Contract.File) ? Normalise(await File.ReadAllTextAsync(Contract.File)) : "",
            Is.EqualTo(served),
            $"""
             The contract changed. If that is meant, write it anew and look at the difference before committing it:
                 UPDATE_SNAPSHOTS=1 ./dev test --filter {nameof(OpenApiSnapshot)} && git diff docs/openapi
             """);
    }

    [Test]
    public async Task A_second_reading_gives_the_same_bytes()
    {
        var first = await _api.SendAsync(HttpMethod.Get, Address);
        await using var another = _host.StartAnother(("Jwt:Issuer", "https://elsewhere.example.com"));
        Assert.That((await another.Client().SendAsync(HttpMethod.Get, Address)).Body, Is.EqualTo(first.Body));
    }

    [Test]
    public async Task Every_route_is_in_the_contract_or_named_here_and_the_reverse()
    {
        var served = JsonNode.Parse((await _api.SendAsync(HttpMethod.Get, Address)).Body)!;
        Assert.That(Contract.OperationsOf(served).Select(operation => operation.Route).Concat(s_notInTheContract), Is.EquivalentTo(MappedRoutes(_host)));
    }

    [Test]
    public async Task Without_OpenApi_Enabled_there_is_nothing_under_swagger()
    {
        await using var host = _host.StartAnother(("OpenApi:Enabled", "false"));
        foreach (var path in new[] { Address, "/swagger", "/swagger/", "/swagger/index.html", "/swagger/swagger-ui.css" })
        {
            (await host.Client().SendAsync(HttpMethod.Get, path)).Expect(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Test]
    public async Task The_pages_load_nothing_from_elsewhere_and_no_inline_script()
    {
        var page = (await _api.SendAsync(HttpMethod.Get, "/swagger/index.html")).Expect(HttpStatusCode.OK).Body;
        Assert.That(page, Does.Not.Contain("http://").And.Not.Contain("https://").And.Not.Match("<script(?![^>]* src=)"));
    }

    private static IEnumerable<string> MappedRoutes(ServiceHost host) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        select $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}";

    private static string Normalise(string json) => $"{json.ReplaceLineEndings("\n").TrimEnd('\n')}\n";
}
