using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>In shadow the guard records what it would refuse, and refuses nothing but with the kill switch.</summary>
public sealed class ShadowMode
{
    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _host = await SpendHost.StartAsync(("Shadow", "true"), ("MaxPerPrefixPerHour", "3"), ("BreakerSample", "10"), ("DayCap", "1"));
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Messages_past_a_cap_go_and_are_counted_as_shadowed()
    {
        await SendAsync(5, range: 1);

        Assert.That(await _host.Database.RefusedAsync("prefix_cap:shadow"), Is.EqualTo(2));
        Assert.That(await _host.Database.CounterAsync("count", "kind = 7"), Is.EqualTo(2));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages"), Is.EqualTo(5));
    }

    [Test]
    public async Task An_open_breaker_and_a_spent_day_let_messages_pass()
    {
        await SendAsync(10, range: null);
        await _host.WaitForOutboxAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(7));
        await SendAsync(1, range: 1);

        Assert.That(await _host.Database.RefusedAsync("breaker:shadow"), Is.EqualTo(1));
        Assert.That(await _host.Database.RefusedAsync("day_cap:shadow"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_kill_switch_and_the_limits_of_a_number_hold_all_the_same()
    {
        await SendAsync(1, range: 1);
        (await _api.SendOtpFromAsync("192.0.2.1", SpendHost.Number("44", 1, 0))).Expect(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.That(await OperatorCommands.SmsAsync(_host.Services, ["off"], TextWriter.Null), Is.Zero);

        (await _api.SendOtpFromAsync("192.0.2.1", SpendHost.Number("44", 2, 0))).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");

        Assert.That(await _host.Database.RefusedAsync("kill_switch"), Is.EqualTo(1));
    }

    private async Task SendAsync(int count, int? range)
    {
        for (var i = 0; i < count; i++)
        {
            (await _api.SendOtpFromAsync($"192.0.2.{i}", SpendHost.Number("44", range ?? 100 + i, i))).Expect(HttpStatusCode.Accepted);
        }
    }
}
