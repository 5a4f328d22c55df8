using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Only pages of listed origins may read answers across origins; nobody by default, and never everybody.</summary>
public sealed class CrossOriginRequests
{
    private const string Listed = "https://app.example.com";
    private const string AlsoListed = "http://localhost:3000";

    private static readonly string[] s_foreign =
        ["https://evil.example", "null", "https://app.example.com.evil.example", "https://evil-app.example.com", "http://app.example.com", "https://app.example.com:444", "https://auth.example.com", "*"];

    private ServiceHost _off;
    private ServiceHost _on;

    [OneTimeSetUp]
    public async Task Start()
    {
        _off = await ServiceHost.StartAsync();
        _on = _off.StartAnother(("Cors:Origins:0", Listed), ("Cors:Origins:1", AlsoListed));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_on is not null)
        {
            await _on.DisposeAsync();
        }

        if (_off is not null)
        {
            await _off.DisposeAsync();
        }
    }

    [Test]
    public async Task By_default_no_answer_has_a_CORS_header()
    {
        foreach (var origin in s_foreign.Append(Listed))
        {
            Assert.That(CorsOf(await SendAsync(_off, HttpMethod.Get, "/api/v1/account", origin)), Is.Empty, origin);
            Assert.That(CorsOf((await PreflightAsync(_off, "/api/v1/auth/login", origin)).Expect(HttpStatusCode.MethodNotAllowed)), Is.Empty, origin);
        }
    }

    [Test]
    public async Task A_foreign_or_null_origin_gets_no_CORS_header_at_any_route()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var path in Operation.Endpoints(_on).Select(Operation.PathOf).Append("/nothing").Distinct())
        {
            foreach (var origin in s_foreign)
            {
                foreach (var answer in new[] { await SendAsync(_on, HttpMethod.Get, path, origin), await PreflightAsync(_on, path, origin) })
                {
                    Assert.That(CorsOf(answer), Is.Empty, $"{path} {origin}");
                    Assert.That(HeaderSet.Field(answer, "Vary"), Is.EqualTo("Origin"), $"{path} {origin}");
                }
            }
        }
    }

    [TestCase(Listed)]
    [TestCase(AlsoListed)]
    public async Task A_listed_origin_may_read_every_answer_refusals_included(string origin)
    {
        var operations = Operation.All(_on);
        using var scope = Assert.EnterMultipleScope();
        foreach (var operation in operations)
        {
            var answer = await SendAsync(_on, operation.Method, operation.Path, origin);
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { origin }), $"{operation}");
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Credentials"), Is.EqualTo(new[] { "true" }));
            Assert.That(HeaderSet.Field(answer, "Access-Control-Expose-Headers")!.Split(','), Is.SupersetOf(new[] { "X-CSRF-Token", "Retry-After", "RateLimit", "RateLimit-Policy" }));
            Assert.That(HeaderSet.Field(answer, "Vary"), Is.EqualTo("Origin"));
        }
    }

    [Test]
    public async Task A_preflight_is_answered_once_an_hour_names_what_a_page_may_send_and_carries_the_security_headers()
    {
        var answer = (await PreflightAsync(_on, "/api/v1/auth/refresh", Listed)).Expect(HttpStatusCode.NoContent);

        Assert.That(HeaderSet.Field(answer, "Access-Control-Allow-Origin"), Is.EqualTo(Listed));
        Assert.That(HeaderSet.Field(answer, "Access-Control-Allow-Credentials"), Is.EqualTo("true"));
        Assert.That(HeaderSet.Field(answer, "Access-Control-Allow-Headers"), Does.Contain("X-CSRF-Token").And.Contain("Content-Type").And.Contain("Authorization").And.Not.Contain("*"));
        Assert.That(HeaderSet.Field(answer, "Access-Control-Allow-Methods"), Does.Contain("POST").And.Not.Contain("*"));
        Assert.That(HeaderSet.Field(answer, "Access-Control-Max-Age"), Is.EqualTo("3600"));
        Assert.That(HeaderSet.Field(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(HeaderSet.Field(answer, "Strict-Transport-Security"), Is.Not.Null);
        Assert.That(HeaderSet.Field(answer, "Cache-Control"), Is.EqualTo("no-store"));
    }

    [Test]
    public async Task What_comes_before_the_routes_can_be_read_too()
    {
        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login") { Content = new StringContent("a=b"), Headers = { { "Origin", Listed } } };

        var answer = (await _on.Client().SendAsync(form)).Expect(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

        Assert.That(HeaderSet.Field(answer, "Access-Control-Allow-Origin"), Is.EqualTo(Listed));
    }

    private static IEnumerable<string> CorsOf(Answer answer) => answer.Headers.Select(field => field.Key).Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));

    private static async Task<Answer> SendAsync(ServiceHost host, HttpMethod method, string path, string origin)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        return await host.Client().SendAsync(request);
    }

    private static async Task<Answer> PreflightAsync(ServiceHost host, string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-csrf-token");
        return await host.Client().SendAsync(request);
    }
}
