using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>A country from which hardly any code comes back gets no more, for as long as that is so, and nobody else suffers.</summary>
public sealed class CountryBreaker
{
    private const int Sample = 10;

    private ServiceHost _host;
    private AuthApi _api;
    private int _number;

    [SetUp]
    public async Task Start()
    {
        _host = await SpendHost.StartAsync(("BreakerSample", $"{Sample}"));
        _api = _host.Client();
        _number = 0;
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task It_opens_for_one_country_and_closes_by_itself_when_the_window_moves_on()
    {
        await SendAsync("44", Sample);
        await AdvanceAsync(minutes: 6);

        var refused = await SendAsync("44");
        refused.Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
        Assert.That(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(1, 60));
        (await SendAsync("49")).Expect(HttpStatusCode.Accepted);
        Assert.That(await _host.Database.CounterAsync("count", "kind = 7 AND key = '44 breaker'"), Is.EqualTo(1));

        await AdvanceAsync(minutes: 50);
        (await SendAsync("44")).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
        await AdvanceAsync(minutes: 6);
        (await SendAsync("44")).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task Messages_whose_people_may_still_be_typing_are_not_judged()
    {
        await SendAsync("44", Sample);

        await AdvanceAsync(minutes: 4);
        (await SendAsync("44")).Expect(HttpStatusCode.Accepted);
        await AdvanceAsync(minutes: 2);
        (await SendAsync("44")).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
    }

    [Test]
    public async Task A_country_whose_codes_come_back_stays_open()
    {
        await SendAsync("49", Sample - 2);
        await ProveAsync("49");
        await ProveAsync("49");
        await AdvanceAsync(minutes: 6);

        (await SendAsync("49")).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task Wrong_codes_do_not_count_as_verified()
    {
        for (var i = 0; i < Sample; i++)
        {
            var phone = SpendHost.Number("44", ++_number, 0);
            var challenge = (await _api.SendOtpFromAsync($"192.0.2.{_number}", phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
            await _api.VerifyOtpAsync(challenge, AuthApi.WrongCode(await _api.CodeSentToAsync(phone)));
        }

        await AdvanceAsync(minutes: 6);
        (await SendAsync("44")).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
    }

    [Test]
    public async Task An_attack_on_sign_up_does_not_cut_second_factors()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        await SendAsync("44", Sample);
        await AdvanceAsync(minutes: 6);
        (await SendAsync("44")).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");

        var token = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        (await _api.AuthenticateAsync(token, challenge, code)).Expect(HttpStatusCode.OK);

        Assert.That(await _host.Database.CounterAsync("verified", "kind = 4 AND key = '44 proved'"), Is.EqualTo(1));
        Assert.That(await _host.Database.CounterAsync("verified", "kind = 4 AND key = '44 unproved'"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_the_gateway_refused_costs_nothing_and_an_outage_of_it_opens_no_breaker()
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(400, "{}");
        await SendAsync("44", Sample);
        await _host.WaitForOutboxAsync();
        Assert.That(await _host.Database.CounterAsync("micros", "kind IN (5, 6)"), Is.Zero);

        _host.Plivo.Behaviour = PlivoBehaviours.Answer(500, "{}");
        await SendAsync("44", Sample);
        await _host.WaitForOutboxAsync();
        Assert.That(await _host.Database.CounterAsync("micros", "kind = 6"), Is.EqualTo(Sample * 100_000), "nobody knows whether these were charged");
        await AdvanceAsync(minutes: 6);

        (await SendAsync("44")).Expect(HttpStatusCode.Accepted);
    }

    private async Task ProveAsync(string country)
    {
        var phone = SpendHost.Number(country, ++_number, 0);
        var challenge = (await _api.SendOtpFromAsync($"192.0.2.{_number}", phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await _api.VerifyOtpAsync(challenge, await _api.CodeSentToAsync(phone))).Expect(HttpStatusCode.OK);
    }

    private async Task SendAsync(string country, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await SendAsync(country)).Expect(HttpStatusCode.Accepted);
        }
    }

    /// <summary>To a number, and from an address, that were not seen before.</summary>
    private Task<Answer> SendAsync(string country) => _api.SendOtpFromAsync($"192.0.2.{++_number}", SpendHost.Number(country, _number, 0));

    // A message that expires on its way is not blamed on its country, so all must have left first.
    private async Task AdvanceAsync(int minutes)
    {
        await _host.WaitForOutboxAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(minutes));
    }
}
