using System.Net;
using System.Text;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Cookies;

/// <summary>Attack 50: no page of a stranger logs a browser in, not even as its owner.</summary>
public sealed class LogInFromElsewhere
{
    private const string Path = "/api/v1/auth/login?cookies=true";
    private const string Listed = "https://app.example.com:8443";

    private ServiceHost _host;
    private AuthApi _api;
    private string _email;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Cors:Origins:0", Listed));
        _api = _host.Client();
        _email = (await _api.NewPersonAsync()).Email;
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase(Browser.OwnOrigin)]
    [TestCase(Listed)]
    public async Task A_page_of_an_allowed_origin_logs_in(string origin) =>
        (await new Browser(_host, origin).LogInAsync(_email)).Expect(HttpStatusCode.OK);

    [TestCase("https://evil.example")]
    [TestCase("null")]
    [TestCase("")]
    [TestCase("http://auth.example.com")]
    [TestCase("https://auth.example.com:444")]
    [TestCase("https://auth.example.com.evil.example")]
    [TestCase("https://sub.auth.example.com")]
    [TestCase("https://auth.example.com/")]
    [TestCase("https://AUTH.example.com")]
    [TestCase("https://app.example.com")]
    [TestCase("https://auth.example.com, https://evil.example")]
    public async Task Another_origin_gets_no_cookie_and_no_session(string origin)
    {
        var before = await SessionsAsync();

        var answer = (await SendAsync(Json(), origin)).Expect(HttpStatusCode.Forbidden, "csrf_invalid");

        AssertNoCookie(answer);
        Assert.That(await SessionsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Without_an_origin_there_are_no_cookies() =>
        AssertNoCookie((await SendAsync(Json(), origin: null)).Expect(HttpStatusCode.Forbidden, "csrf_invalid"));

    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("text/plain")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("text/plain;application/json")]
    [TestCase("text/plain, application/json")]
    [TestCase(null)]
    public async Task A_form_or_text_from_another_site_sets_no_cookie(string? mediaType)
    {
        var content = Json();
        content.Headers.ContentType = null;
        if (mediaType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        var before = await SessionsAsync();

        AssertNoCookie((await SendAsync(content, "https://evil.example")).Expect(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"));

        Assert.That(await SessionsAsync(), Is.EqualTo(before));
    }

    [TestCase("?cookies=yes")]
    [TestCase("?cookies=1")]
    [TestCase("?cookies=True")]
    [TestCase("?cookies=")]
    [TestCase("?cookies")]
    public async Task The_wish_for_cookies_is_true_or_false(string query)
    {
        var answer = (await _api.PostAsync($"/api/v1/auth/login{query}", new { email = _email, password = AuthApi.Password })).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Json.GetProperty("errors").GetProperty("cookies")[0].GetProperty("code").GetString(), Is.EqualTo("type_invalid"));
    }

    [TestCase("")]
    [TestCase("?cookies=false")]
    public async Task Without_that_wish_the_tokens_are_in_the_answer_and_no_cookie_is_set_whatever_the_origin(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/auth/login{query}") { Content = Json(), Headers = { { "Origin", Browser.OwnOrigin } } };
        var answer = (await _api.SendAsync(request)).Expect(HttpStatusCode.OK);

        Assert.That(answer["accessToken"], Is.Not.Null);
        AssertNoCookie(answer);
    }

    [Test]
    public async Task A_wrong_password_sets_no_cookie()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Content = new StringContent(JsonSerializer.Serialize(new { email = _email, password = "wrong" }), Encoding.UTF8, "application/json"),
            Headers = { { "Origin", Browser.OwnOrigin } },
        };
        AssertNoCookie((await _api.SendAsync(request)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials"));
    }

    private StringContent Json() => new(JsonSerializer.Serialize(new { email = _email, password = AuthApi.Password }), Encoding.UTF8, "application/json");

    private async Task<Answer> SendAsync(HttpContent content, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return await _api.SendAsync(request);
    }

    private Task<long> SessionsAsync() => _host.Database.ReadAsync<long>("SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM audit_events)");

    private static void AssertNoCookie(Answer answer) =>
        Assert.That(answer.Headers.Contains("Set-Cookie") || answer.Headers.Contains("X-CSRF-Token"), Is.False, answer.Body);
}
