using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Domain.Tests.Sms;

public sealed class SmsPolicyTests
{
    [TestCase("CleanAuth", true)]
    [TestCase("A", true)]
    [TestCase("Foo-Bar 2.0", true)]
    [TestCase("12345678901234567890", true)]
    [TestCase("123456789012345678901", false)]
    [TestCase("Caf\u00E9", false)]
    [TestCase("Foo\nBar", false)]
    [TestCase("Foo\n", false)]
    [TestCase("Foo #123456", false)]
    [TestCase("Foo@bar", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void The_brand_is_1_to_20_plain_characters(string? brand, bool taken) =>
        Assert.That(PolicyCheck.Refused(Policy().With(nameof(SmsPolicy.BrandName), brand)), taken ? Is.Empty : Is.EqualTo(new[] { nameof(SmsPolicy.BrandName) }));

    [TestCase(9, false)]
    [TestCase(10, true)]
    [TestCase(100_000, true)]
    [TestCase(100_001, false)]
    public void Ten_to_a_hundred_thousand_messages_may_wait(int waiting, bool taken) =>
        Assert.That(PolicyCheck.Refused(Policy().With(nameof(SmsPolicy.MaxWaiting), waiting)), taken ? Is.Empty : Is.EqualTo(new[] { nameof(SmsPolicy.MaxWaiting) }));

    [TestCase("example.com", true)]
    [TestCase("a", true)]
    [TestCase("auth.xn--bcher-kva.example", true)]
    [TestCase("Example.com", false)]
    [TestCase("https://example.com", false)]
    [TestCase("example.com/path", false)]
    [TestCase("example.com ", false)]
    [TestCase("example.com\n", false)]
    [TestCase("example.com #1", false)]
    [TestCase(".example.com", false)]
    [TestCase("example.com.", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void The_domain_is_a_plain_host_name(string? domain, bool taken) =>
        Assert.That(PolicyCheck.Refused(Policy().With(nameof(SmsPolicy.Domain), domain)), taken ? Is.Empty : Is.EqualTo(new[] { nameof(SmsPolicy.Domain) }));

    [TestCase(63, true)]
    [TestCase(64, false)]
    public void The_domain_leaves_room_for_the_code_in_one_message(int length, bool taken) =>
        Assert.That(PolicyCheck.Refused(Policy().With(nameof(SmsPolicy.Domain), new string('a', length))), taken ? Is.Empty : Is.Not.Empty);

    [Test]
    public void Nothing_may_be_sent_anywhere_until_somebody_allows_it() => Assert.That(Policy().Allows(PhoneNumber.Parse("+447700900123")), Is.False);

    [TestCase("+447700900123", "44", true)]
    [TestCase("+12025550123", "44", false)]
    [TestCase("+12025550123", "1", true)]
    [TestCase("+18765550123", "1876", true)]
    [TestCase("+12025550123", "1876", false)]
    [TestCase("+14420255501", "44", false)]
    [TestCase("+88184420255", "*", true)]
    [TestCase("+88184420255", "8818", true)]
    public void A_calling_code_opens_the_numbers_that_begin_with_it(string phone, string code, bool allowed) =>
        Assert.That(Policy(["370", code]).Allows(PhoneNumber.Parse(phone)), Is.EqualTo(allowed));

    private static SmsPolicy Policy(string[]? codes = null) => new() { Domain = "example.com", AllowedCallingCodes = codes ?? [] };
}
