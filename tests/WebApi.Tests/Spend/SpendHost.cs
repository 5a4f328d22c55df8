using System.Text;
using System.Text.Json;
using CleanAuth.TestKit;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>A service whose guard is on, at ten past midnight of UTC, so that no window ends in the middle of a test; it believes this test about addresses.</summary>
internal static class SpendHost
{
    /// <summary>What the guard has when nobody sets anything; without notices, so that tests count codes and nothing else.</summary>
    private static readonly (string, string)[] s_usual =
    [
        ("Security:KnownProxies:0", "127.0.0.1"), ("Sms:AllowedCallingCodes:1", "49"), ("Sms:AllowedCallingCodes:2", "33"), ("Sms:AllowedCallingCodes:3", "34"),
        ("Sms:Spend:MaxPerPrefixPerHour", "30"), ("Sms:Spend:MaxPerClientPerHour", "20"), ("Sms:Spend:MaxPerAccountPerDay", "30"), ("Sms:Spend:DayCap", "100"),
        ("Sms:Spend:CountryDayCap", "25"), ("Sms:Spend:BreakerPercent", "20"), ("Sms:Spend:UnprovedPercent", "100"), ("Sms:Notices", "false"),
    ];

    internal static (string, string)[] With(params (string Setting, string Value)[] settings) =>
        [.. s_usual, .. settings.Select(setting => ($"Sms:Spend:{setting.Setting}", setting.Value))];

    internal static Task<ServiceHost> StartAsync(params (string Setting, string Value)[] settings)
    {
        var clock = new FakeClock();
        var now = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(1) - now.TimeOfDay + TimeSpan.FromMinutes(10));
        return ServiceHost.StartAsync(clock, With(settings));
    }

    /// <summary>Asks for a code from this address.</summary>
    internal static async Task<Answer> SendOtpFromAsync(this AuthApi api, string address, string phoneNumber, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/send-otp")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { phoneNumber }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", address);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        return await api.SendAsync(request);
    }

    /// <summary>The sum of a column of the counters that the condition names.</summary>
    internal static async Task<long> CounterAsync(this TestDatabase database, string column, string condition) =>
        (long)await database.ReadAsync<decimal>($"SELECT coalesce(sum({column}), 0) FROM spend_counters WHERE {condition}");

    /// <summary>How often this reason refused, in all countries.</summary>
    internal static Task<long> RefusedAsync(this TestDatabase database, string reason) => database.CounterAsync("count", $"kind = 7 AND key LIKE '% {reason}'");

    /// <summary>A number of a range of its own for each <paramref name="range"/>, of countries 44, 49, 33 and 34.</summary>
    internal static string Number(string country, int range, int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{country}{(country is "44" ? "77" : country is "49" ? "15" : "6")}{range:D3}{number:D5}");
}
