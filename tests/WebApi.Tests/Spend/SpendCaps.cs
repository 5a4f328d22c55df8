using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>Each cap is exact, over all nodes, and a refusal uses up nothing.</summary>
public sealed class SpendCaps
{
    private const int Crowd = 50;
    private const int Cap = 7;
    private const string SomeAddress = "192.0.2.7";

    private readonly List<IAsyncDisposable> _stops = [];

    [TearDown]
    public async Task Stop()
    {
        foreach (var stop in Enumerable.Reverse(_stops))
        {
            await stop.DisposeAsync();
        }

        _stops.Clear();
    }

    private static IEnumerable<TestCaseData> Crowds() =>
    [
        new("MaxPerPrefixPerHour", "7", "send_limit_reached", 429, "prefix_cap", (Func<int, (string, string)>)(i => ($"198.51.100.{i}", SpendHost.Number("44", 1, i)))),
        new("MaxPerClientPerHour", "7", "rate_limited", 429, "client_cap", (Func<int, (string, string)>)(i => (SomeAddress, SpendHost.Number("44", i, i)))),
        new("CountryDayCap", "0.7", "sms_disabled", 503, "country_day_cap", (Func<int, (string, string)>)(i => ($"198.51.100.{i}", SpendHost.Number("44", i, i)))),
        new("DayCap", "0.7", "sms_disabled", 503, "day_cap", (Func<int, (string, string)>)(i => ($"198.51.100.{i}", SpendHost.Number(i % 2 == 0 ? "44" : "49", i, i)))),
    ];

    [TestCaseSource(nameof(Crowds))]
    public async Task Fifty_parallel_sends_over_two_nodes_pass_exactly_as_often_as_the_cap_says(
        string setting, string value, string code, int status, string reason, Func<int, (string Address, string Phone)> request)
    {
        var (host, nodes) = await StartAsync((setting, value));

        var answers = await AtOnce.SendAsync(Crowd, i => nodes[i % 2].SendOtpFromAsync(request(i).Address, request(i).Phone));

        await AssertExactAsync(host, answers, code, status, reason);
    }

    [Test]
    public async Task Fifty_parallel_sends_of_one_account_pass_exactly_as_often_as_its_cap_says()
    {
        var (host, nodes) = await StartAsync(("MaxPerAccountPerDay", $"{Cap}"), ("MaxPerPrefixPerHour", "1000"), ("MaxPerClientPerHour", "1000"));
        var person = await nodes[0].NewPersonAsync();

        var answers = await AtOnce.SendAsync(Crowd, i => nodes[i % 2].SendOtpFromAsync(SomeAddress, SpendHost.Number("44", 1, i), person.AccessToken));

        await AssertExactAsync(host, answers, "send_limit_reached", 429, "account_cap", before: 1);
    }

    [Test]
    public async Task A_number_that_was_refused_has_all_its_sends_once_the_window_is_over()
    {
        var (host, nodes) = await StartAsync(("MaxPerPrefixPerHour", "1"));
        (await nodes[0].SendOtpFromAsync(SomeAddress, SpendHost.Number("44", 1, 1))).Expect(HttpStatusCode.Accepted);
        var refused = (await nodes[0].SendOtpFromAsync(SomeAddress, SpendHost.Number("44", 1, 2))).Expect(HttpStatusCode.TooManyRequests, "send_limit_reached");
        Assert.That(refused.Headers.GetValues("RateLimit-Policy").Single(), Is.EqualTo("\"sends-range-hour\";q=1;w=3600"));

        host.Clock.Advance(refused.Headers.RetryAfter!.Delta!.Value);

        (await nodes[0].SendOtpFromAsync(SomeAddress, SpendHost.Number("44", 1, 2))).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task A_client_is_the_64_bit_network_of_an_IPv6_address_and_a_whole_IPv4_address()
    {
        var (_, nodes) = await StartAsync(("MaxPerClientPerHour", "2"));
        var (api, number) = (nodes[0], 0);

        (await SendAsync("2001:db8:1:2::1")).Expect(HttpStatusCode.Accepted);
        (await SendAsync("2001:db8:1:2:ffff:ffff:ffff:ffff")).Expect(HttpStatusCode.Accepted);
        (await SendAsync("2001:db8:1:2:3:4:5:6")).Expect(HttpStatusCode.TooManyRequests, "rate_limited");
        (await SendAsync("2001:db8:1:3::1")).Expect(HttpStatusCode.Accepted);
        (await SendAsync("192.0.2.1")).Expect(HttpStatusCode.Accepted);
        (await SendAsync("::ffff:192.0.2.1")).Expect(HttpStatusCode.Accepted);
        (await SendAsync("192.0.2.1")).Expect(HttpStatusCode.TooManyRequests, "rate_limited");
        (await SendAsync("192.0.2.2")).Expect(HttpStatusCode.Accepted);

        Task<Answer> SendAsync(string address) => api.SendOtpFromAsync(address, SpendHost.Number("44", ++number, 1));
    }

    [Test]
    public async Task A_company_behind_one_address_and_one_range_of_numbers_still_gets_its_second_factors()
    {
        var (_, nodes) = await StartAsync(("MaxPerClientPerHour", "2"), ("MaxPerPrefixPerHour", "2"));
        var people = new[] { await nodes[0].NewPersonWithSmsFactorAsync(), await nodes[0].NewPersonWithSmsFactorAsync() };
        (await nodes[0].SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.TooManyRequests, "send_limit_reached");

        foreach (var person in people)
        {
            (await nodes[1].SendSecondFactorOtpAsync(await nodes[1].StartLogInAsync(person))).Expect(HttpStatusCode.Accepted);
        }
    }

    [Test]
    public async Task Neither_a_number_nor_an_address_is_in_the_counters()
    {
        var (host, nodes) = await StartAsync();
        (await nodes[0].SendOtpFromAsync("203.0.113.9", "+447700912345")).Expect(HttpStatusCode.Accepted);
        (await nodes[0].SendOtpFromAsync("203.0.113.9", "+447700912345")).Expect(HttpStatusCode.TooManyRequests, "resend_too_soon");

        var table = await host.Database.ReadAsync<string>("SELECT string_agg(t::text, E'\\n') FROM spend_counters t");

        Assert.That(table, Does.Contain("44 resend_too_soon").And.Contain("44 unproved"));
        Assert.That(table, Does.Not.Contain("4477009").And.Not.Contain("203.0.113").And.Not.Contain("12345"));
        Assert.That(host.Logs.Lines.Where(line => line.Contains("[2200]")), Is.Not.Empty.And.All.Not.Contains("203.0.113").And.All.Not.Contains("7700"));
    }

    private static async Task AssertExactAsync(ServiceHost host, Answer[] answers, string code, int status, string reason, int before = 0)
    {
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.Accepted).ToList();
        Assert.That(refused, Has.Count.EqualTo(Crowd - Cap));
        Assert.That(refused.Select(answer => ((int)answer.Status, answer.Code)), Has.All.EqualTo((status, code)));
        Assert.That(refused.Select(answer => answer.Headers.RetryAfter?.Delta?.TotalSeconds), Has.All.InRange(1, 86_400));
        Assert.That(await host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages"), Is.EqualTo(Cap + before));
        Assert.That(await host.Database.ReadAsync<long>("SELECT count(*) FROM otp_sends"), Is.EqualTo(Cap + before), "a refusal takes no send of its number");
        Assert.That(await host.Database.CounterAsync("count", "kind = 6"), Is.EqualTo(Cap + before), "a refusal counts against no cap");
        Assert.That(await host.Database.RefusedAsync(reason), Is.EqualTo(Crowd - Cap));
    }

    private async Task<(ServiceHost Host, AuthApi[] Nodes)> StartAsync(params (string Setting, string Value)[] settings)
    {
        var host = await SpendHost.StartAsync(settings);
        _stops.Add(host);
        var other = host.StartAnother(SpendHost.With(settings));
        _stops.Add(other);
        return (host, [host.Client(), other.Client()]);
    }
}
