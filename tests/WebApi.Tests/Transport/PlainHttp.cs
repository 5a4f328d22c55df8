using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Plain HTTP is refused, not redirected: the secret would have travelled already.</summary>
public sealed class PlainHttp
{
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Security:AllowHttp", "false"));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Every_route_but_health_answers_400_and_no_redirect()
    {
        using var scope = Assert.EnterMultipleScope();
        var routes = Operation.All(_host).Select(operation => (operation.Method, operation.Path));
        string[] pages = ["/.well-known/jwks.json", "/.well-known/openid-configuration", "/problems/not_found", "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/", "/nothing"];
        foreach (var (method, path) in routes.Concat(pages.Select(page => (HttpMethod.Get, page))))
        {
            var answer = await _api.SendAsync(method, path, method == HttpMethod.Get ? null : "{}");
            Refusal.AssertIsOne(answer, path, "https_required");
            Assert.That(answer.Headers.Location, Is.Null, path);
            Assert.That(answer.Body, Does.Not.Contain("<html"), path);
        }
    }

    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task Health_checks_come_from_inside_and_are_answered(string path) => (await _api.SendAsync(HttpMethod.Get, path)).Expect(HttpStatusCode.OK);

    [TestCase("/health/../api/v1/account")]
    [TestCase("/health/%2e%2e/api/v1/account")]
    [TestCase("/health%2f..%2fapi/v1/account")]
    [TestCase("/health/live/../../api/v1/account")]
    [TestCase("//health/../api/v1/account")]
    [TestCase("/HEALTH/../api/v1/account")]
    [TestCase("/healthy")]
    public async Task Health_is_no_way_around(string path)
    {
        var answer = await RawHttp.SendAsync(_host.BaseAddress, "GET", path);

        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(400));
        Assert.That(answer, Does.Contain("https_required"));
    }

    [TestCase("X-Forwarded-Proto", "https")]
    [TestCase("X-Forwarded-Scheme", "https")]
    [TestCase("X-Forwarded-Ssl", "on")]
    [TestCase("X-Url-Scheme", "https")]
    [TestCase("Front-End-Https", "on")]
    [TestCase("Forwarded", "proto=https")]
    [TestCase("X-ARR-SSL", "x")]
    [TestCase(":scheme", "https")]
    public async Task A_stranger_who_says_that_it_was_HTTPS_is_not_believed(string header, string value)
    {
        var answer = await RawHttp.SendAsync(_host.BaseAddress, "GET", "/.well-known/jwks.json", $"{header}: {value}", "X-Forwarded-For: 192.0.2.1");

        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(400));
    }

    [Test]
    public async Task A_target_that_says_https_does_not_make_it_so()
    {
        var answer = await RawHttp.SendAsync(_host.BaseAddress, "GET", $"https://{_host.BaseAddress.Authority}/.well-known/jwks.json");

        Assert.That(RawHttp.StatusOf(answer), Is.EqualTo(400));
    }
}
