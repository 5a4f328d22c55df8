using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Tests.Accounts;

public sealed class CallingCodeTests
{
    [TestCase("+447700900123")]
    [TestCase("+12025550123")]
    [TestCase("+79161234567")]
    [TestCase("+4915112345678")]
    [TestCase("+35312345678")]
    [TestCase("+85212345678")]
    [TestCase("+99812345678")]
    [TestCase("+38349123456")]
    [TestCase("+59991234567")]
    [TestCase("+88012345678")]
    public void A_number_of_a_country_is_supported(string number) => Assert.That(PhoneNumber.Parse(number).IsSupported);

    [TestCase("+97912345678", Description = "international premium rate")]
    [TestCase("+87012345678", Description = "Inmarsat")]
    [TestCase("+88112345678", Description = "satellites")]
    [TestCase("+88212345678", Description = "international networks")]
    [TestCase("+88312345678")]
    [TestCase("+80012345678", Description = "international freephone")]
    [TestCase("+80812345678")]
    [TestCase("+87812345678")]
    [TestCase("+19005550123", Description = "premium in North America")]
    [TestCase("+447012345678", Description = "personal numbering in the United Kingdom")]
    [TestCase("+449012345678", Description = "premium in the United Kingdom")]
    [TestCase("+4990012345678", Description = "premium in Germany")]
    public void Premium_satellite_and_special_numbers_are_not(string number) => Assert.That(PhoneNumber.Parse(number).IsSupported, Is.False);

    [TestCase("+21012345678")]
    [TestCase("+28012345678")]
    [TestCase("+38412345678")]
    [TestCase("+42212345678")]
    [TestCase("+69912345678")]
    [TestCase("+85112345678")]
    [TestCase("+99912345678")]
    [TestCase("+83012345678")]
    [TestCase("+89012345678")]
    public void A_number_that_nobody_can_have_is_not(string number) => Assert.That(PhoneNumber.Parse(number).IsSupported, Is.False);

    [TestCase("+4407700900123", Description = "the zero that is dialled at home")]
    [TestCase("+4407012345678", Description = "and behind it a premium number")]
    [TestCase("+4901511234567")]
    [TestCase("+120255501231", Description = "North American numbers have ten digits")]
    [TestCase("+1202555012")]
    public void A_digit_too_many_makes_no_second_number(string number) => Assert.That(PhoneNumber.Parse(number).IsSupported, Is.False);

    [TestCase("+390612345678", Description = "in Italy the zero belongs to the number")]
    [TestCase("+22507123456")]
    [TestCase("+242061234567")]
    [TestCase("+24107123456")]
    public void A_zero_that_belongs_to_the_number_stays(string number) => Assert.That(PhoneNumber.Parse(number).IsSupported);

    [TestCase("+44 7700 900123")]
    [TestCase("+44 (7700) 900-123")]
    [TestCase("0044 7700 900123")]
    [TestCase("00447700900123")]
    [TestCase("+44.7700.900.123")]
    [TestCase("(00)44 7700 900123")]
    public void Every_spelling_of_a_number_is_the_same_number(string spelling)
    {
        Assert.That(PhoneNumber.Parse(spelling), Is.EqualTo(PhoneNumber.Parse("+447700900123")));
    }

    [TestCase("07700900123")]
    [TestCase("+0447700900123")]
    [TestCase("000447700900123")]
    [TestCase("++447700900123")]
    [TestCase("+44 7700 900123 ext 5")]
    [TestCase("+44/7700900123")]
    [TestCase("+٤٤٧٧٠٠٩٠٠١٢٣")]
    [TestCase("+447700900123\n")]
    [TestCase("+44\u00A07700900123")]
    [TestCase("+4477                            ")]
    public void What_is_not_a_number_with_its_calling_code_is_refused(string text) => Assert.That(PhoneNumber.TryParse(text, out _), Is.False);

    [TestCase("+447700900123", "44")]
    [TestCase("+12025550123", "1")]
    [TestCase("+18765550123", "1", Description = "North America shares one code")]
    [TestCase("+79161234567", "7")]
    [TestCase("+35312345678", "353")]
    [TestCase("+449012345678", "44", Description = "premium numbers belong to their country")]
    [TestCase("+87012345678", "870")]
    [TestCase("+99912345678", CallingCode.Unassigned)]
    [TestCase("+21012345678", CallingCode.Unassigned)]
    public void A_number_has_one_calling_code_and_all_that_nobody_can_have_share_one(string number, string code) =>
        Assert.That(CallingCode.Of(PhoneNumber.Parse(number).Digits), Is.EqualTo(code));

    [Test]
    public void Strangers_cannot_make_up_countries()
    {
        var codes = Enumerable.Range(100, 900).Select(first => CallingCode.Of($"{first}00000000")).Distinct();

        Assert.That(codes.Count(), Is.InRange(150, 300));
    }
}
