using System.Diagnostics.Metrics;
using System.Net;
using CleanAuth.Application.Spend;
using CleanAuth.WebApi.Tests.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>What an operator, and later an administrator, reads about messages.</summary>
public sealed class UsageNumbers
{
    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _host = await SpendHost.StartAsync(("Prices:44", "0.05"), ("Prices:49", "0.08"), ("MaxPerPrefixPerHour", "2"));
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Each_day_and_calling_code_shows_what_was_sent_verified_paid_and_refused()
    {
        await WalkAsync();

        var usage = await UsageAsync(days: 7);

        Assert.That(usage.Select(Line), Is.EqualTo(new[]
        {
            $"{Today} 44 sent 1 verified 0 cost 0.05 ",
            $"{Today.AddDays(-1)} 1 sent 0 verified 0 cost 0 country_not_allowed 1 phone_number_not_supported 1",
            $"{Today.AddDays(-1)} 44 sent 2 verified 1 cost 0.10 prefix_cap 1 resend_too_soon 1",
            $"{Today.AddDays(-1)} 49 sent 1 verified 0 cost 0.08 ",
            $"{Today.AddDays(-1)} unassigned sent 0 verified 0 cost 0 phone_number_not_supported 2",
        }));
        Assert.That((await UsageAsync(days: 1)).Select(day => day.Day), Has.All.EqualTo(Today));
    }

    [Test]
    public async Task The_command_prints_it_as_a_table()
    {
        await WalkAsync();
        var output = new StringWriter();

        Assert.That(await OperatorCommands.SmsAsync(_host.Services, ["usage", "2"], output), Is.Zero);

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.That(lines[0], Is.EqualTo("day         code           sent  delivered   verified         cost  refused"));
        Assert.That(lines, Does.Contain($"{Today.AddDays(-1):yyyy-MM-dd}  44                2          0          1       0.1000  prefix_cap=1 resend_too_soon=1"));
    }

    [Test]
    public async Task Every_refusal_is_a_metric_with_reason_and_country_and_nothing_else()
    {
        var seen = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                // Every host of the process has such a meter; only this one's is listened to.
                if (instrument.Name == "cleanauth.sms.refused" && instrument.Meter.Scope == _host.Services.GetRequiredService<IMeterFactory>())
                {
                    all.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => seen.Add($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();

        await WalkAsync();

        Assert.That(seen, Is.EqualTo(new[]
        {
            "1 reason=resend_too_soon country=44", "1 reason=prefix_cap country=44", "1 reason=country_not_allowed country=1",
            "1 reason=phone_number_not_supported country=1", "1 reason=phone_number_not_supported country=unassigned", "1 reason=phone_number_not_supported country=unassigned",
        }));
    }

    private DateOnly Today => DateOnly.FromDateTime(_host.Clock.GetUtcNow().UtcDateTime);

    /// <summary>Yesterday and today, as the clock says afterwards.</summary>
    private async Task WalkAsync()
    {
        var first = SpendHost.Number("44", 1, 1);
        var challenge = (await SendAsync(first)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await SendAsync(first)).Expect(HttpStatusCode.TooManyRequests, "resend_too_soon");
        (await SendAsync(SpendHost.Number("44", 1, 2))).Expect(HttpStatusCode.Accepted);
        (await SendAsync(SpendHost.Number("44", 1, 3))).Expect(HttpStatusCode.TooManyRequests, "send_limit_reached");
        (await SendAsync(SpendHost.Number("49", 1, 1))).Expect(HttpStatusCode.Accepted);
        (await SendAsync("+12025550123")).Expect(HttpStatusCode.BadRequest, "country_not_allowed");
        (await SendAsync("+19005550123")).Expect(HttpStatusCode.BadRequest, "phone_number_not_supported");
        (await SendAsync("+99912345678")).Expect(HttpStatusCode.BadRequest, "phone_number_not_supported");
        (await SendAsync("+21012345678")).Expect(HttpStatusCode.BadRequest, "phone_number_not_supported");
        (await _api.VerifyOtpAsync(challenge, await _api.CodeSentToAsync(first))).Expect(HttpStatusCode.OK);
        await _host.WaitForOutboxAsync();
        _host.Clock.Advance(TimeSpan.FromDays(1));
        (await SendAsync(SpendHost.Number("44", 2, 1))).Expect(HttpStatusCode.Accepted);
    }

    private Task<Answer> SendAsync(string phone) => _api.SendOtpFromAsync("192.0.2.7", phone);

    private async Task<IReadOnlyList<SmsUsageOfDay>> UsageAsync(int days)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetSmsUsageQuery(days))).Value.Items;
    }

    private static string Line(SmsUsageOfDay day) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{day.Day} {day.CallingCode} sent {day.Sent} verified {day.Verified} cost {day.Cost:0.00###} ").Replace("cost 0.00 ", "cost 0 ", StringComparison.Ordinal)
        + string.Join(' ', day.Refused.OrderBy(refused => refused.Key, StringComparer.Ordinal).Select(refused => $"{refused.Key} {refused.Value}"));
}
