using System.Globalization;
using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>What somebody else's requests do to a person who proves a number or a second factor.</summary>
public sealed class StrangersAndCodes
{
    private ServiceHost _host;
    private AuthApi _api;

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_stranger_elsewhere_who_asks_for_the_same_number_ends_no_code_of_the_person()
    {
        await StartAsync();
        var phone = AuthApi.NewPhone();
        var mine = (await _api.SendOtpFromAsync("192.0.2.1", phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));

        (await _api.SendOtpFromAsync("198.51.100.9", phone)).Expect(HttpStatusCode.Accepted);
        await _api.CodeSentToAsync(phone, count: 2);
        await _host.WaitForOutboxAsync();

        (await _api.VerifyOtpAsync(mine, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_state_of_a_challenge_does_not_tell_that_somebody_else_asks_for_the_number()
    {
        await StartAsync();
        var phone = AuthApi.NewPhone();
        var mine = (await _api.SendOtpFromAsync("192.0.2.1", phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var before = DateTimeOffset.Parse((await _api.GetChallengeAsync(mine))["resendAt"]!, CultureInfo.InvariantCulture);

        (await _api.SendOtpFromAsync("198.51.100.9", phone)).Expect(HttpStatusCode.Accepted);

        var after = DateTimeOffset.Parse((await _api.GetChallengeAsync(mine))["resendAt"]!, CultureInfo.InvariantCulture);
        Assert.That(after - before, Is.LessThan(TimeSpan.FromSeconds(30)), "now both times, and no gap of the other send");
    }

    [Test]
    public async Task A_person_who_asks_again_ends_the_older_code()
    {
        await StartAsync();
        var phone = AuthApi.NewPhone();
        var old = (await _api.SendOtpFromAsync("192.0.2.1", phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));

        (await _api.SendOtpFromAsync("192.0.2.1", phone)).Expect(HttpStatusCode.Accepted);
        await _api.CodeSentToAsync(phone, count: 2);
        await _host.WaitForOutboxAsync();

        (await _api.VerifyOtpAsync(old, code)).Expect(HttpStatusCode.Gone, "code_superseded");
    }

    [Test]
    public async Task Strangers_who_take_all_they_can_of_a_countrys_money_leave_second_factors_their_share()
    {
        await StartAsync(("CountryDayCap", "1"), ("UnprovedPercent", "80"));
        var person = await _api.NewPersonWithSmsFactorAsync();
        var answers = new List<Answer>();
        for (var i = 1; i <= 12; i++)
        {
            answers.Add(await _api.SendOtpFromAsync($"198.51.100.{i}", SpendHost.Number("44", i, i)));
        }

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.Accepted), Is.EqualTo(7), "and one for the person's own sign-up");
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.Accepted).Select(answer => answer.Code), Has.All.EqualTo("sms_disabled"));
        (await _api.SendSecondFactorOtpAsync(await _api.StartLogInAsync(person))).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task Second_factors_that_nobody_answers_cut_nobody_elses()
    {
        await StartAsync(("BreakerSample", "10"), ("MaxPerAccountPerDay", "100"));
        var (thief, person) = (await _api.NewPersonWithSmsFactorAsync(), await _api.NewPersonWithSmsFactorAsync());
        await _host.Database.ExecuteAsync("INSERT INTO spend_counters (kind, key, window_start, count, verified, delivered, micros) SELECT kind, '44 proved', window_start, 1000, 0, 0, 0 FROM spend_counters WHERE kind = 4 AND key = '44 unproved' LIMIT 1");
        _host.Clock.Advance(TimeSpan.FromMinutes(6));

        (await _api.SendSecondFactorOtpAsync(await _api.StartLogInAsync(thief))).Expect(HttpStatusCode.Accepted);
        (await _api.SendSecondFactorOtpAsync(await _api.StartLogInAsync(person))).Expect(HttpStatusCode.Accepted);
    }

    private async Task StartAsync(params (string Setting, string Value)[] settings)
    {
        _host = await SpendHost.StartAsync(settings);
        _api = _host.Client();
    }
}
