using System.Net;
using System.Text;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Login;

/// <summary>Log-ins as seen behind a proxy that is believed: from wherever a test says.</summary>
internal static class Guessing
{
    internal const string Wrong = "a wrong password, but long";

    /// <summary>Believes X-Forwarded-For, and makes the first delay longer than any test takes.</summary>
    internal static readonly (string, string)[] Settings = [("Security:KnownProxies:0", "127.0.0.1"), ("Budgets:Passwords:FirstDelaySeconds", "300")];

    internal static async Task<Answer> LogInFromAsync(this AuthApi api, string address, string email, string password = Wrong)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { email, password }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", address);
        return await api.SendAsync(request);
    }

    /// <summary>Each from another network.</summary>
    internal static string Address(int number) => $"198.{18 + (number >> 16)}.{number >> 8 & 255}.{number & 255}";

    internal static async Task FailAsync(this AuthApi api, string address, string email, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await api.LogInFromAsync(address, email)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    /// <summary>As after so many wrong passwords in a row; call it while there are counters of this test only, and one of them at least.</summary>
    internal static async Task HadFailuresAsync(this ServiceHost host, int failures) =>
        Assert.That(await host.Database.ExecuteAsync($"UPDATE password_budgets SET failures = {failures}, next_try_at = NULL"), Is.Positive);

    internal static Task ForgetAsync(this ServiceHost host) => host.Database.ExecuteAsync("DELETE FROM password_budgets");
}
