using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using Microsoft.AspNetCore.Routing;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Each route has its methods and refuses every other one; no header makes one method another.</summary>
public sealed class Methods
{
    private static readonly string[] s_all =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "TRACK", "DEBUG", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "SEARCH", "LINK", "FOO"];

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

    [Test]
    public async Task Each_route_refuses_every_other_method_and_names_its_own()
    {
        var routes = Operation.Endpoints(_host).GroupBy(Operation.PathOf, endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods).ToList();
        Assert.That(routes, Has.Count.GreaterThan(12));
        using var scope = Assert.EnterMultipleScope();
        foreach (var route in routes)
        {
            Assert.That(route, Has.None.Null, $"{route.Key} takes every method");

            // Where a word stands beside a parameter, both take it: users/search and users/{id}.
            var own = Operation.Endpoints(_host).Where(endpoint => Takes(endpoint, route.Key)).SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods).Distinct().ToList();
            foreach (var method in s_all.Except(own))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), route.Key);
                using var answer = await _api.Http.SendAsync(request);
                var what = $"{method} {route.Key}: {(int)answer.StatusCode}";
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed), what);
                Assert.That(answer.Content.Headers.Allow, Is.EquivalentTo(own), what);
                Assert.That(await answer.Content.ReadAsStringAsync(), method == "HEAD" ? Is.Empty : Does.Contain("\"code\":\"method_not_allowed\""), what);
            }
        }
    }

    private static bool Takes(RouteEndpoint endpoint, string path)
    {
        var (segments, words) = (endpoint.RoutePattern.RawText!.Trim('/').Split('/'), path.Trim('/').Split('/'));
        return segments.Length == words.Length && segments.Zip(words, (segment, word) => segment.StartsWith('{') || segment == word).All(fits => fits);
    }

    [TestCase("TRACE")]
    [TestCase("TRACK")]
    [TestCase("CONNECT")]
    public async Task A_method_that_repeats_or_tunnels_is_refused_everywhere(string method)
    {
        foreach (var path in Operation.Endpoints(_host).Select(Operation.PathOf).Concat(["/", "/nothing", "/swagger/index.html", "/swagger/v1/swagger.json"]).Distinct())
        {
            var answer = await RawHttp.SendAsync(_host.BaseAddress, method, path, $"X-Secret: {Canary.Text}");

            Assert.That(RawHttp.StatusOf(answer), Is.InRange(400, 499), $"{method} {path}");
            Assert.That(answer, Does.Not.Contain(Canary.Text), $"{method} {path}");
        }
    }

    [TestCase("X-HTTP-Method-Override")]
    [TestCase("X-HTTP-Method")]
    [TestCase("X-Method-Override")]
    public async Task A_header_that_asks_for_another_method_is_ignored(string header)
    {
        var callers = await Callers.CreateAsync(_host);
        using var post = new HttpRequestMessage(HttpMethod.Post, "/api/v1/account") { Headers = { { header, "GET" }, { "Authorization", $"Bearer {callers.FullToken}" } } };
        using var get = new HttpRequestMessage(HttpMethod.Get, "/api/v1/account") { Headers = { { header, "DELETE" }, { "Authorization", $"Bearer {callers.FullToken}" } } };
        using var inQuery = new HttpRequestMessage(HttpMethod.Post, "/api/v1/account?_method=GET") { Headers = { { "Authorization", $"Bearer {callers.FullToken}" } } };

        (await _api.SendAsync(post)).Expect(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        (await _api.SendAsync(get)).Expect(HttpStatusCode.OK);
        (await _api.SendAsync(inQuery)).Expect(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }
}
