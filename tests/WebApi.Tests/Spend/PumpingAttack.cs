using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>
/// Attack 59, replayed: consecutive numbers of two ranges in two allowed countries, each request from another address, for ten hours, while honest
/// people in two other countries prove their numbers. All limits of the guard are the defaults.
/// </summary>
public sealed class PumpingAttack
{
    private const int Hours = 10;
    private const int StepsPerHour = 6;
    private const int AttackPerStep = 20;
    private const int HonestPerStep = 2;
    private const int AtOnceMost = 20;

    private static readonly string[] s_attacked = ["44", "49"];
    private static readonly string[] s_honest = ["33", "34"];

    private ServiceHost _host;
    private AuthApi[] _nodes;
    private ServiceHost _other;
    private int _address;

    [SetUp]
    public async Task Start()
    {
        (string, string)[] prices = [("Prices:44", "0.10"), ("Prices:49", "0.07"), ("Prices:33", "0.05"), ("Prices:34", "0.05")];
        _host = await SpendHost.StartAsync(prices);
        _other = _host.StartAnother(SpendHost.With(prices));
        _nodes = [_host.Client(), _other.Client()];
    }

    [TearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task Thousands_of_numbers_of_two_ranges_cost_less_than_the_bound_and_honest_people_lose_no_code()
    {
        var honest = 0;
        for (var step = 0; step < Hours * StepsPerHour; step++)
        {
            var attack = AttackAsync(step);
            honest += await ProveAsync(step);
            await attack;
            await _host.WaitForOutboxAsync();
            _host.Clock.Advance(TimeSpan.FromMinutes(60 / StepsPerHour));
        }

        // 30 messages per range (Sms:Spend:MaxPerPrefixPerHour) in each hour of the clock, and ten hours that begin within one touch eleven; 25 of money
        // per country and day (Sms:Spend:CountryDayCap), whichever is less. 44: min(11 x 30 x 0.10 = 33, 25) = 25. 49: min(11 x 30 x 0.07 = 23.10, 25)
        // = 23.10. Together 48.10; the same requests without a guard: 1200 x 0.10 + 1200 x 0.07 = 204.
        const long Bound = 25_000_000 + 23_100_000;
        Assert.That(await CostAsync(s_attacked), Is.GreaterThan(0).And.LessThanOrEqualTo(Bound));
        Assert.That(await SentAsync(s_attacked), Is.EqualTo(250 + (10 * 30) + AttackPerStep), "of the eleventh hour only the first step");
        Assert.That(await _host.Database.RefusedAsync("prefix_cap"), Is.GreaterThan(1000));
        Assert.That(await _host.Database.RefusedAsync("breaker"), Is.GreaterThan(0));
        Assert.That(await _host.Database.CounterAsync("count", "kind = 7 AND key = '44 country_day_cap'"), Is.GreaterThan(0));

        Assert.That(honest, Is.EqualTo(Hours * StepsPerHour * HonestPerStep * s_honest.Length));
        Assert.That(await SentAsync(s_honest), Is.EqualTo(honest));
        Assert.That(await _host.Database.CounterAsync("verified", "kind = 5 AND key IN ('33', '34')"), Is.EqualTo(honest));
        Assert.That(await _host.Database.CounterAsync("count", "kind = 7 AND (key LIKE '33 %' OR key LIKE '34 %')"), Is.Zero);
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM spend_counters WHERE kind = 7"), Is.LessThanOrEqualTo(6), "three reasons and two countries, however many refusals");
    }

    private async Task AttackAsync(int step)
    {
        var numbers = s_attacked.SelectMany(country => Enumerable.Range(step * AttackPerStep, AttackPerStep).Select(i => SpendHost.Number(country, 1, i))).ToList();
        foreach (var wave in numbers.Chunk(AtOnceMost))
        {
            var answers = await Task.WhenAll(wave.Select((number, i) => _nodes[i % 2].SendOtpFromAsync(NextAddress(), number)));
            Assert.That(answers.Select(answer => answer.Code), Has.All.Null.Or.EqualTo("send_limit_reached").Or.EqualTo("sms_disabled"));
        }
    }

    /// <summary>How many honest people got a code and proved their number with it.</summary>
    private async Task<int> ProveAsync(int step)
    {
        var people = s_honest.SelectMany(country => Enumerable.Range(step * HonestPerStep, HonestPerStep).Select(i => SpendHost.Number(country, i, i))).ToList();
        await Task.WhenAll(people.Select(async (phone, i) =>
        {
            var api = _nodes[i % 2];
            var sent = (await api.SendOtpFromAsync(NextAddress(), phone)).Expect(HttpStatusCode.Accepted);
            (await api.VerifyOtpAsync(sent["challengeId"]!, await api.CodeSentToAsync(phone))).Expect(HttpStatusCode.OK);
        }));
        return people.Count;
    }

    /// <summary>Of the range that is kept for measurements (RFC 2544).</summary>
    private string NextAddress()
    {
        var address = Interlocked.Increment(ref _address);
        return $"198.{18 + (address >> 16)}.{(address >> 8) & 255}.{address & 255}";
    }

    private Task<long> CostAsync(string[] countries) => _host.Database.CounterAsync("micros", $"kind = 5 AND key IN ('{string.Join("','", countries)}')");

    private Task<long> SentAsync(string[] countries) => _host.Database.CounterAsync("count", $"kind = 5 AND key IN ('{string.Join("','", countries)}')");
}
