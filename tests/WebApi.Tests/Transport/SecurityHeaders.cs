using System.Net;
using System.Text;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Every answer carries the same set of fields, whoever made it and however it went; only the listed routes may be kept.</summary>
public sealed class SecurityHeaders
{
    private static readonly string[] s_pages =
    [
        "/health/live", "/health/ready", "/.well-known/jwks.json", "/.well-known/openid-configuration", "/problems/not_found", "/problems/nothing", "/problems/%3Cscript%3E", "/problems/",
        "/swagger", "/swagger/", "/swagger/index.html", "/swagger/index.js", "/swagger/swagger-ui.css", "/swagger/swagger-ui-bundle.js", "/swagger/favicon-32x32.png", "/swagger/v1/swagger.json",
        "/swagger/v2/swagger.json", "/swagger/nothing", "/", "/nothing", "/favicon.ico", "/robots.txt", "/api/v1", "/API/V1/ACCOUNT", "/api/v1/account/", "/api/v2/account",
    ];

    private ServiceHost _host;
    private AuthApi _api;
    private Callers _callers;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = new AuthApi(_host.Plivo, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _host.BaseAddress });
        _callers = await Callers.CreateAsync(_host);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Every_page_and_every_lack_of_one_carries_the_set()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var page in s_pages)
        {
            HeaderSet.AssertIsOn(await _api.SendAsync(HttpMethod.Get, page), page);
        }
    }

    [Test]
    public async Task Every_operation_carries_the_set_whether_it_is_refused_or_not()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var operation in Operation.All(_host))
        {
            var token = _callers.TokenFor(operation);
            HeaderSet.AssertIsOn(await _api.SendAsync(operation.Method, operation.Path, operation.Body is null ? null : "{}", token), $"{operation} refused for its body");
            HeaderSet.AssertIsOn(await _api.SendAsync(operation.Method, operation.Path, operation.Body is null ? null : "{}", "no-token"), $"{operation} refused for its token");
            HeaderSet.AssertIsOn(await _api.SendAsync(HttpMethod.Delete, operation.Path), $"{operation} refused for its method");
            HeaderSet.AssertIsOn(await _api.SendAsync(operation.Method, operation.Path, new string(' ', 17 * 1024), token), $"{operation} refused for its size");
            HeaderSet.AssertIsOn(await _api.SendAsync(operation.Method, $"{operation.Path}?a=1&a=1"), $"{operation} refused for its query");
        }
    }

    [Test]
    public async Task Successes_carry_the_set()
    {
        var email = AuthApi.NewEmail();
        var signUp = (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var login = (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK);
        var refresh = (await _api.RefreshAsync(login["refreshToken"]!)).Expect(HttpStatusCode.OK);
        var account = (await _api.GetAccountAsync(refresh["accessToken"])).Expect(HttpStatusCode.OK);
        var sent = (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        var logout = (await _api.LogOutAsync(refresh["accessToken"]!)).Expect(HttpStatusCode.NoContent);

        using var scope = Assert.EnterMultipleScope();
        foreach (var (answer, what) in new[] { (signUp, "sign-up"), (login, "login"), (refresh, "refresh"), (account, "account"), (sent, "send-otp"), (logout, "logout") })
        {
            HeaderSet.AssertIsOn(answer, what);
            Assert.That(HeaderSet.Field(answer, "Cache-Control"), Is.EqualTo("no-store"), what);
        }
    }

    [Test]
    public async Task The_set_is_on_errors_that_come_before_routing()
    {
        using var compressed = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        compressed.Content.Headers.ContentEncoding.Add("gzip");
        using var form = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login") { Content = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded") };

        HeaderSet.AssertIsOn((await _api.SendAsync(compressed)).Expect(HttpStatusCode.UnsupportedMediaType), "a compressed body");
        HeaderSet.AssertIsOn((await _api.SendAsync(form)).Expect(HttpStatusCode.UnsupportedMediaType), "a form");
    }

    [Test]
    public async Task Only_keys_configuration_and_problem_pages_may_be_kept_and_the_contract_after_a_look()
    {
        var kept = new Dictionary<string, string>();
        var routes = Operation.Endpoints(_host).Select(Operation.PathOf).Where(path => path != "/problems/x").Distinct();
        foreach (var path in routes.Concat(s_pages))
        {
            var cache = HeaderSet.Field(await _api.SendAsync(HttpMethod.Get, path, token: _callers.FullToken), "Cache-Control")!;
            if (cache != "no-store")
            {
                kept[path] = cache;
            }
        }

        Assert.That(kept.Where(page => !page.Key.StartsWith("/swagger", StringComparison.Ordinal)), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["/.well-known/jwks.json"] = "public, max-age=300",
            ["/.well-known/openid-configuration"] = "public, max-age=300",
            ["/problems/not_found"] = "public, max-age=3600",
        }));
        Assert.That(kept.Where(page => page.Key.StartsWith("/swagger", StringComparison.Ordinal)).Select(page => page.Value), Is.All.EqualTo("no-cache"));
    }
}
