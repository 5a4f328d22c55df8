using System.Net;
using System.Text;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Cookies;

/// <summary>One credential per request: a header wins and cookies are then not looked at; of cookies only exactly ours count.</summary>
public sealed class OneCredential
{
    private ServiceHost _host;
    private AuthApi _api;
    private Person _a;
    private Person _b;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = new AuthApi(_host.Plivo, new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _host.BaseAddress }, _host.Clock);
        (_a, _b) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task As_header_with_Bs_cookie_acts_as_A()
    {
        var answer = (await GetAsync($"__Host-access={_b.AccessToken}; __Host-refresh={_b.RefreshToken}", $"Bearer {_a.AccessToken}")).Expect(HttpStatusCode.OK);

        Assert.That(answer["email"], Is.EqualTo(_a.Email));
        Assert.That(answer.Headers.Contains("X-CSRF-Token"), Is.False);
    }

    [TestCase("Bearer garbage")]
    [TestCase("Bearer ")]
    [TestCase("Basic x")]
    [TestCase("")]
    public async Task A_bad_header_is_refused_and_a_good_cookie_beside_it_does_not_help(string header) =>
        (await GetAsync($"__Host-access={_b.AccessToken}", header)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

    [Test]
    public async Task A_header_needs_no_CSRF_token_and_gets_its_tokens_in_the_answer_whatever_cookies_came_along()
    {
        using var request = Request(HttpMethod.Post, "/api/v1/auth/step-up", $"__Host-access={_b.AccessToken}", $"Bearer {_a.AccessToken}");
        request.Content = new StringContent($$"""{"method":"password","password":"{{AuthApi.Password}}"}""", Encoding.UTF8, "application/json");

        var answer = (await _api.SendAsync(request)).Expect(HttpStatusCode.OK);

        Assert.That(answer["accessToken"], Is.Not.Null);
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        _a = _a with { AccessToken = answer["accessToken"]! };
    }

    [Test]
    public async Task A_refresh_or_log_out_with_As_token_in_the_body_and_Bs_cookies_is_As()
    {
        var (a, b) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var refreshed = await PostAsync("/api/v1/auth/refresh", a.RefreshToken, b);
        Assert.That(refreshed.Expect(HttpStatusCode.OK)["refreshToken"], Is.Not.Null);
        Assert.That(refreshed.Headers.Contains("Set-Cookie"), Is.False);

        var out1 = await PostAsync("/api/v1/auth/logout", refreshed["refreshToken"]!, b);
        out1.Expect(HttpStatusCode.NoContent);
        Assert.That(out1.Headers.Contains("Set-Cookie") || out1.Headers.Contains("Clear-Site-Data"), Is.False);

        (await _api.GetAccountAsync(a.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GetAccountAsync(b.AccessToken)).Expect(HttpStatusCode.OK);
        (await _api.RefreshAsync(b.RefreshToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_header_ends_its_own_session_and_the_cookies_one_lives_on()
    {
        var (a, b) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        using var request = Request(HttpMethod.Post, "/api/v1/auth/logout", $"__Host-access={b.AccessToken}; __Host-refresh={b.RefreshToken}", $"Bearer {a.AccessToken}");

        (await _api.SendAsync(request)).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(b.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_header_with_an_empty_refresh_does_not_take_the_cookie()
    {
        using var request = Request(HttpMethod.Post, "/api/v1/auth/refresh", $"__Host-refresh={_b.RefreshToken}", $"Bearer {_a.AccessToken}");
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");

        (await _api.SendAsync(request)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [TestCase("__host-access={0}")]
    [TestCase("__HOST-ACCESS={0}")]
    [TestCase("access={0}")]
    [TestCase("__Secure-access={0}")]
    [TestCase("__Host-access={0}; __Host-access={0}")]
    [TestCase("__Host-access={0}; a=b; __Host-access=x")]
    [TestCase("__Host-access=\"{0}\"")]
    [TestCase("__Host-access=")]
    public async Task Only_the_exact_name_counts_and_two_of_it_are_bad(string cookies) =>
        (await GetAsync(string.Format(null, cookies, _b.AccessToken))).Expect(HttpStatusCode.Unauthorized, "token_invalid");

    [Test]
    public async Task Cookies_of_others_beside_ours_do_no_harm() =>
        (await GetAsync($"a=b; theme=\"dark\"; __Host-access={_b.AccessToken}; x=")).Expect(HttpStatusCode.OK);

    [Test]
    public async Task Each_kind_of_token_opens_in_a_cookie_what_it_opens_in_a_header_and_no_more()
    {
        (await GetAsync($"__Host-access={_b.RefreshToken}")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await GetAsync($"__Host-refresh={_b.AccessToken}")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await GetAsync($"__Host-refresh={_b.RefreshToken}")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await GetAsync("__Host-step=x; __Host-access=" + _b.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public void Every_answer_with_a_token_of_a_session_has_its_shape_without()
    {
        string[] tokens = ["AccessToken", "RefreshToken", "SecondFactorToken", "EnrollmentToken"];
        var answers = typeof(Application.Login.LoginAnswer).Assembly.GetExportedTypes()
            .Where(type => !type.Name.EndsWith("Command", StringComparison.Ordinal) && type.GetProperties().Any(member => tokens.Contains(member.Name)));

        Assert.That(answers.Select(type => type.Name), Is.EquivalentTo(new[] { "LoginComplete", "SteppedUp", "SecondFactorRequired", "EnrollmentRequired" }), $"{nameof(TokensIntoCookies)} knows these");
    }

    private Task<Answer> GetAsync(string cookies, string? authorization = null) => SendAsync(Request(HttpMethod.Get, "/api/v1/account", cookies, authorization));

    private async Task<Answer> PostAsync(string path, string refreshToken, Person cookies)
    {
        using var request = Request(HttpMethod.Post, path, $"__Host-access={cookies.AccessToken}; __Host-refresh={cookies.RefreshToken}");
        request.Content = new StringContent($$"""{"refreshToken":"{{refreshToken}}"}""", Encoding.UTF8, "application/json");
        return await _api.SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await _api.SendAsync(request);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string cookies, string? authorization = null)
    {
        var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookies } } };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return request;
    }
}
