using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Spend;
using DataRange = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace CleanAuth.Domain.Tests.Spend;

public sealed class SpendPolicyTests
{
    private static readonly SpendPolicy s_priced = new()
    {
        Prices = { ["44"] = 0.04m, ["447"] = 0.05m, ["4477009"] = 0.06m, ["1"] = 0.008m, ["1876"] = 0.25m },
        CallPrices = { ["44"] = 0.2m },
    };

    [Test]
    public void What_nobody_configured_lets_a_small_service_work_and_an_attack_cost_little()
    {
        var policy = new SpendPolicy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That((policy.PrefixDigits, policy.MaxPerPrefixPerHour, policy.MaxPerClientPerHour, policy.MaxPerAccountPerDay), Is.EqualTo((7, 30, 20, 30)));
        Assert.That((policy.DayCap, policy.CountryDayCap, policy.DefaultPrice, policy.DefaultCallPrice), Is.EqualTo((100m, 25m, 0.10m, 0.15m)));
        Assert.That((policy.BreakerWindow, policy.BreakerSample, policy.BreakerPercent, policy.BreakerGrace), Is.EqualTo((TimeSpan.FromHours(1), 50, 20, TimeSpan.FromMinutes(5))));
        Assert.That(policy.Shadow, Is.False);
    }

    [TestCase(nameof(SpendPolicy.PrefixDigits), 4, 12)]
    [TestCase(nameof(SpendPolicy.MaxPerPrefixPerHour), 1, 100_000)]
    [TestCase(nameof(SpendPolicy.MaxPerClientPerHour), 1, 100_000)]
    [TestCase(nameof(SpendPolicy.MaxPerAccountPerDay), 1, 10_000)]
    [TestCase(nameof(SpendPolicy.BreakerWindowMinutes), 15, 1440)]
    [TestCase(nameof(SpendPolicy.BreakerSample), 10, 10_000)]
    [TestCase(nameof(SpendPolicy.BreakerPercent), 0, 100)]
    [TestCase(nameof(SpendPolicy.BreakerGraceMinutes), 0, 10, Description = "a code lives for at most ten minutes")]
    public void Each_number_is_taken_at_both_ends_of_its_range_and_refused_beyond(string member, int least, int most)
    {
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, least)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, most)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, least - 1)), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, most + 1)), Is.EqualTo(new[] { member }));
    }

    [TestCase(nameof(SpendPolicy.DayCap), 10_000_000)]
    [TestCase(nameof(SpendPolicy.CountryDayCap), 10_000_000)]
    [TestCase(nameof(SpendPolicy.DefaultPrice), 100)]
    [TestCase(nameof(SpendPolicy.DefaultCallPrice), 100)]
    public void Each_amount_is_taken_at_both_ends_of_its_range_and_refused_beyond(string member, int most)
    {
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, 0m)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, (decimal)most)), Is.Empty);
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, -0.01m)), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(new SpendPolicy().With(member, most + 0.01m)), Is.EqualTo(new[] { member }));
    }

    [Test]
    public void No_number_and_no_amount_is_without_a_range()
    {
        Assert.That(PolicyCheck.Unbounded(typeof(SpendPolicy)), Is.Empty);
        Assert.That(typeof(SpendPolicy).GetProperties().Where(p => p.PropertyType == typeof(decimal) && !p.IsDefined(typeof(DataRange), inherit: false)), Is.Empty);
    }

    [TestCase("44", "0", true)]
    [TestCase("1876", "100", true)]
    [TestCase("4477009", "0.05", true)]
    [TestCase("44770090", "0.05", false)]
    [TestCase("", "0.05", false)]
    [TestCase("044", "0.05", false)]
    [TestCase("+44", "0.05", false)]
    [TestCase("GB", "0.05", false)]
    [TestCase("\u0664\u0664", "0.05", false)]
    [TestCase("44", "-0.01", false)]
    [TestCase("44", "100.01", false)]
    public void A_price_has_a_calling_code_and_is_no_fortune(string code, string price, bool taken)
    {
        var prices = new Dictionary<string, decimal> { [code] = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture) };

        Assert.That(PolicyCheck.Refused(new SpendPolicy { Prices = prices }), taken ? Is.Empty : Is.EqualTo(new[] { nameof(SpendPolicy.Prices) }));
        Assert.That(PolicyCheck.Refused(new SpendPolicy { CallPrices = prices }), taken ? Is.Empty : Is.EqualTo(new[] { nameof(SpendPolicy.CallPrices) }));
    }

    [TestCase("+447700900123", 60_000)]
    [TestCase("+447911123456", 50_000)]
    [TestCase("+442071234567", 40_000)]
    [TestCase("+12025550123", 8_000)]
    [TestCase("+18765550123", 250_000)]
    [TestCase("+4915112345678", 100_000, Description = "the default")]
    [TestCase("+47700912", 100_000, Description = "shorter than the longest entry could be")]
    public void The_longest_prefix_that_fits_sets_the_price(string number, long micros) =>
        Assert.That(s_priced.PriceOf(PhoneNumber.Parse(number), OtpChannel.Sms), Is.EqualTo(new Money(micros)));

    [TestCase("+447700900123", 200_000)]
    [TestCase("+12025550123", 150_000)]
    public void A_call_has_prices_of_its_own(string number, long micros) =>
        Assert.That(s_priced.PriceOf(PhoneNumber.Parse(number), OtpChannel.Voice), Is.EqualTo(new Money(micros)));

    [TestCase("0.0000001", 1, Description = "a cost never counts as less than it is")]
    [TestCase("0.00795", 7_950)]
    [TestCase("0", 0)]
    [TestCase("10000000", 10_000_000_000_000)]
    public void Money_is_exact_to_a_millionth(string amount, long micros) =>
        Assert.That(Money.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).Micros, Is.EqualTo(micros));

    [Test]
    public void A_hundred_thousand_small_prices_are_a_hundred_thousand_times_one()
    {
        var sum = Enumerable.Repeat(Money.Of(0.1m), 100_000).Aggregate((left, right) => left + right);

        Assert.That(sum.Amount, Is.EqualTo(10_000m));
        Assert.That((sum - Money.Of(0.1m)).Amount, Is.EqualTo(9_999.9m));
    }
}
