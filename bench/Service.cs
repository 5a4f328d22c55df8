using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace CleanAuth.Bench;

/// <summary>The service under measurement, as far as the measurements need it.</summary>
internal sealed class Service(Uri address) : IDisposable
{
    private const string Password = "correct horse battery staple";

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };

    internal static string NewEmail() => $"bench.{RandomNumberGenerator.GetHexString(16, lowercase: true)}@example.com";

    internal async Task<string> SignUpAsync()
    {
        var email = NewEmail();
        await ExpectAsync(_http.PostAsJsonAsync("/api/v1/auth/sign-up", new { email, password = Password }), HttpStatusCode.Created);
        return email;
    }

    /// <summary>An access token.</summary>
    internal async Task<string> LogInAsync(string email)
    {
        using var answer = await ExpectAsync(_http.PostAsJsonAsync("/api/v1/auth/login", new { email, password = Password }), HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    /// <summary>Milliseconds of a log-in with a wrong password.</summary>
    internal async Task<double> FailAsync(string email)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await ExpectAsync(_http.PostAsJsonAsync("/api/v1/auth/login", new { email, password = "a wrong password" }), HttpStatusCode.Unauthorized);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>A log-in in a storm: true when it was served, false when it was told to come later.</summary>
    internal async Task<bool> TryAsync(CancellationToken ct)
    {
        using var answer = await ExpectAsync(
            _http.PostAsJsonAsync("/api/v1/auth/login", new { email = NewEmail(), password = "a wrong password" }, ct), HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable);
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is null
            ? throw new InvalidOperationException("503 without Retry-After.")
            : answer.StatusCode == HttpStatusCode.Unauthorized;
    }

    /// <summary>Milliseconds of a request that needs a token and no hash.</summary>
    internal async Task<double> GetAccountAsync(string token)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/account") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await ExpectAsync(_http.SendAsync(request), HttpStatusCode.OK);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public void Dispose() => _http.Dispose();

    private static async Task<HttpResponseMessage> ExpectAsync(Task<HttpResponseMessage> sent, params HttpStatusCode[] expected)
    {
        var answer = await sent;
        return expected.Contains(answer.StatusCode)
            ? answer
            : throw new InvalidOperationException($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
