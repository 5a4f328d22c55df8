using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>
/// A page in a browser: keeps cookies and sends them back, sends its origin, and the last <c>X-CSRF-Token</c> with everything that is no GET. Every
/// <c>Set-Cookie</c> that it ever sees is held to the attributes of ASVS 5.0 3.3.
/// </summary>
public sealed class Browser(ServiceHost host, string origin = Browser.OwnOrigin)
{
    public const string OwnOrigin = "https://auth.example.com";

    private static readonly string[] s_known = ["__Host-access", "__Host-refresh", "__Host-step"];

    private readonly AuthApi _api = new(host.Plivo, new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = host.BaseAddress }, host.Clock);

    /// <summary>Name and value of what the browser keeps.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>How many seconds each cookie lives from when it was set.</summary>
    public Dictionary<string, double> Lives { get; } = [];

    /// <summary>All that ever came back.</summary>
    public List<Answer> Answers { get; } = [];

    /// <summary>What the page remembers; null after it was loaded anew.</summary>
    public string? CsrfToken { get; set; }

    public Task<Answer> LogInAsync(string email) => PostAsync("/api/v1/auth/login?cookies=true", new { email, password = AuthApi.Password });

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> RefreshAsync() => PostAsync("/api/v1/auth/refresh", new { });

    public Task<Answer> LogOutAsync() => PostAsync("/api/v1/auth/logout", new { });

    /// <param name="token">For an Authorization header beside the cookies.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        if (CsrfToken is not null && method != HttpMethod.Get)
        {
            request.Headers.Add("X-CSRF-Token", CsrfToken);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        var answer = await _api.SendAsync(request);
        Keep(answer);
        return answer;
    }

    private void Keep(Answer answer)
    {
        Answers.Add(answer);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? SetCookieHeaderValue.ParseStrictList([.. set]) : [])
        {
            AssertHardened(cookie);
            var name = cookie.Name.ToString();
            if (cookie.MaxAge is { } life)
            {
                (Cookies[name], Lives[name]) = (cookie.Value.ToString(), life.TotalSeconds);
            }
            else
            {
                Assert.That(cookie.Expires?.Year, Is.EqualTo(1970), "a cookie either has a life or is taken away");
                Cookies.Remove(name);
            }
        }

        if (answer.Headers.TryGetValues("X-CSRF-Token", out var values))
        {
            CsrfToken = values.Single();
        }
    }

    private static void AssertHardened(SetCookieHeaderValue cookie)
    {
        Assert.That(s_known, Does.Contain(cookie.Name.ToString()));
        Assert.That((cookie.Secure, cookie.HttpOnly, cookie.SameSite, cookie.Path.ToString(), cookie.Domain.HasValue), Is.EqualTo((true, true, SameSiteMode.Strict, "/", false)), cookie.ToString());
        Assert.That(cookie.ToString(), Has.Length.LessThan(4096));
    }
}
