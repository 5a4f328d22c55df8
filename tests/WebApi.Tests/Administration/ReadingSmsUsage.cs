using System.Globalization;
using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Sms;
using CleanAuth.WebApi.Tests.Spend;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>What an administrator reads about messages, of yesterday and today; the administrator's own code of today is among it.</summary>
public sealed class ReadingSmsUsage
{
    private ServiceHost _host;
    private AuthApi _api;
    private string _token;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await SpendHost.StartAsync(("Prices:44", "0.05"), ("Prices:49", "0.08"), ("MaxPerPrefixPerHour", "2"));
        _api = _host.Client();
        await WalkAsync();
        _token = (await _api.NewAdministratorAsync(_host.Database)).Token;
        await _host.WaitForOutboxAsync();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Each_day_and_calling_code_shows_what_was_sent_delivered_verified_paid_and_refused()
    {
        var usage = await ReadAsync("?days=2");

        Assert.That(usage.GetProperty("items").EnumerateArray().Select(Line), Is.EqualTo(new[]
        {
            $"{Today} 44 sent 1 delivered 0 verified 1 cost 0.05",
            $"{Today} 49 sent 2 delivered 0 verified 0 cost 0.16 prefix_cap:shadow 1",
            $"{Yesterday} 1 sent 0 delivered 0 verified 0 cost 0 country_not_allowed 1",
            $"{Yesterday} 44 sent 3 delivered 1 verified 1 cost 0.1055 prefix_cap 1 resend_too_soon 1",
            $"{Yesterday} 49 sent 1 delivered 0 verified 0 cost 0.08",
            $"{Yesterday} unassigned sent 0 delivered 0 verified 0 cost 0 phone_number_not_supported 2",
        }));
        Assert.That(usage.TryGetProperty("nextCursor", out _), Is.False);
    }

    [Test]
    public async Task The_totals_are_the_sums_of_all_days_whatever_the_page()
    {
        const string All = "sent 7 delivered 1 verified 2 cost 0.3955 country_not_allowed 1 phone_number_not_supported 2 prefix_cap 1 prefix_cap:shadow 1 resend_too_soon 1";

        Assert.That(Sums((await ReadAsync("")).GetProperty("totals")), Is.EqualTo(All));
        Assert.That(Sums((await ReadAsync("?limit=1")).GetProperty("totals")), Is.EqualTo(All));
        Assert.That(Sums((await ReadAsync("?days=1")).GetProperty("totals")), Is.EqualTo("sent 3 delivered 0 verified 1 cost 0.21 prefix_cap:shadow 1"));
        Assert.That(Sums((await ReadAsync("?callingCode=1")).GetProperty("totals")), Is.EqualTo("sent 0 delivered 0 verified 0 cost 0 country_not_allowed 1"));
        Assert.That(Sums((await ReadAsync("?callingCode=33")).GetProperty("totals")), Is.EqualTo("sent 0 delivered 0 verified 0 cost 0"));
    }

    [TestCase("?callingCode=49", new[] { "today 49", "yesterday 49" })]
    [TestCase("?callingCode=4", new string[0])]
    [TestCase("?callingCode=1", new[] { "yesterday 1" })]
    [TestCase("?callingCode=unassigned", new[] { "yesterday unassigned" })]
    [TestCase("?callingCode=44&days=1", new[] { "today 44" })]
    [TestCase("?days=400", new[] { "today 44", "today 49", "yesterday 1", "yesterday 44", "yesterday 49", "yesterday unassigned" })]
    public async Task One_calling_code_and_so_many_days_are_all_that_is_read(string query, string[] expected) =>
        Assert.That((await ReadAsync(query)).GetProperty("items").EnumerateArray().Select(Place), Is.EqualTo(expected));

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public async Task Pages_of_any_size_give_every_item_once_and_in_order(int limit)
    {
        var all = (await ReadAsync("")).GetProperty("items").EnumerateArray().Select(Line).ToList();
        var (paged, cursor) = (new List<string>(), "");
        do
        {
            var page = await ReadAsync($"?limit={limit}{cursor}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(Line));
            cursor = page.TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0 && paged.Count <= all.Count);

        Assert.That(paged, Is.EqualTo(all));
    }

    [TestCase("days=7&callingCode=44")]
    [TestCase("days=2")]
    public async Task A_cursor_goes_on_with_the_same_filter_only(string other)
    {
        var cursor = (await ReadAsync("?limit=1")).GetProperty("nextCursor").GetString();

        (await SendAsync($"?days=7&cursor={cursor}")).Expect(HttpStatusCode.OK);
        Assert.That((await SendAsync($"?{other}&cursor={cursor}")).Expect(HttpStatusCode.BadRequest, "validation_failed").Body, Does.Contain("\"cursor_invalid\""));
    }

    [TestCase("?days=0", "days_out_of_range")]
    [TestCase("?days=401", "days_out_of_range")]
    [TestCase("?days=-1", "days_out_of_range")]
    [TestCase("?callingCode=%2B44", "calling_code_invalid")]
    [TestCase("?callingCode=44'--", "calling_code_invalid")]
    [TestCase("?limit=101", "limit_out_of_range")]
    [TestCase("?limit=0", "limit_out_of_range")]
    public async Task What_is_out_of_range_is_refused(string query, string code) =>
        Assert.That((await SendAsync(query)).Expect(HttpStatusCode.BadRequest, "validation_failed").Body, Does.Contain($"\"{code}\""));

    private string Today => Day(0);

    private string Yesterday => Day(-1);

    private string Day(int fromToday) => DateOnly.FromDateTime(_host.Clock.GetUtcNow().UtcDateTime).AddDays(fromToday).ToString("O", CultureInfo.InvariantCulture);

    private async Task WalkAsync()
    {
        var first = SpendHost.Number("44", 1, 1);
        var challenge = (await SendCodeAsync(first)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await SendCodeAsync(first)).Expect(HttpStatusCode.TooManyRequests, "resend_too_soon");
        (await SendCodeAsync(SpendHost.Number("44", 1, 2))).Expect(HttpStatusCode.Accepted);
        (await SendCodeAsync(SpendHost.Number("44", 1, 3))).Expect(HttpStatusCode.TooManyRequests, "send_limit_reached");
        (await SendCodeAsync(SpendHost.Number("49", 1, 1))).Expect(HttpStatusCode.Accepted);
        (await SendCodeAsync("+12025550123")).Expect(HttpStatusCode.BadRequest, "country_not_allowed");
        (await SendCodeAsync("+99912345678")).Expect(HttpStatusCode.BadRequest, "phone_number_not_supported");
        (await SendCodeAsync("+21012345678")).Expect(HttpStatusCode.BadRequest, "phone_number_not_supported");
        (await _api.VerifyOtpAsync(challenge, await _api.CodeSentToAsync(first))).Expect(HttpStatusCode.OK);
        await DeliverAsync();
        await _host.WaitForOutboxAsync();
        _host.Clock.Advance(TimeSpan.FromDays(1));
        await ShadowAsync();
    }

    // One more message of yesterday, which the gateway reports as delivered for 0.0055 instead of 0.05.
    private async Task DeliverAsync()
    {
        await using var webhooks = Webhooks.On(_host, SpendHost.With(("Prices:44", "0.05"), ("MaxPerPrefixPerHour", "2")));
        var (challenge, message) = await webhooks.SendCodeAsync();
        (await webhooks.SendAsync(webhooks.Plivo.Report(Webhooks.Url, message.Uuid, "delivered"))).Expect(HttpStatusCode.OK);
        await webhooks.WaitForDeliveryAsync(challenge, "delivered");
    }

    private async Task ShadowAsync()
    {
        await using var node = _host.StartAnother(SpendHost.With(("Prices:49", "0.08"), ("MaxPerPrefixPerHour", "1"), ("Shadow", "true")));
        (await node.Client().SendOtpFromAsync("192.0.2.7", SpendHost.Number("49", 2, 1))).Expect(HttpStatusCode.Accepted);
        (await node.Client().SendOtpFromAsync("192.0.2.7", SpendHost.Number("49", 2, 2))).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();
    }

    private Task<Answer> SendCodeAsync(string phone) => _api.SendOtpFromAsync("192.0.2.7", phone);

    private Task<Answer> SendAsync(string query) => _api.SendAsync(HttpMethod.Get, $"/api/v1/admin/sms/usage{query}", token: _token);

    private async Task<JsonElement> ReadAsync(string query) => (await SendAsync(query)).Expect(HttpStatusCode.OK).Json;

    private string Place(JsonElement item) => $"{(item.GetProperty("day").GetString() == Today ? "today" : "yesterday")} {item.GetProperty("callingCode")}";

    private static string Line(JsonElement item) => $"{item.GetProperty("day")} {item.GetProperty("callingCode")} {Sums(item)}";

    private static string Sums(JsonElement numbers)
    {
        var refused = numbers.GetProperty("refused").EnumerateObject().OrderBy(reason => reason.Name, StringComparer.Ordinal).Select(reason => $" {reason.Name} {reason.Value}");
        var cost = numbers.GetProperty("cost").GetDecimal().ToString("0.####", CultureInfo.InvariantCulture);
        return $"sent {numbers.GetProperty("sent")} delivered {numbers.GetProperty("delivered")} verified {numbers.GetProperty("verified")} cost {cost}{string.Concat(refused)}";
    }
}
