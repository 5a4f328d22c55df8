using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Tests.Accounts;

public sealed class PhoneNumberTests
{
    [TestCase("+12025550123")]
    [TestCase("+447700900123")]
    [TestCase("+12345678")]
    [TestCase("+123456789012345")]
    public void A_plus_sign_and_8_to_15_digits_are_a_number(string text)
    {
        Assert.That(PhoneNumber.TryParse(text, out var phone), Is.True);
        Assert.That(phone!.Value, Is.EqualTo(text));
        Assert.That(phone.Digits, Is.EqualTo(text[1..]));
    }

    [TestCase("447700900123")]
    [TestCase("+0447700900123")]
    [TestCase("+1234567")]
    [TestCase("+1234567890123456")]
    [TestCase("++447700900123")]
    [TestCase("+44(0)7700900123")]
    [TestCase("+447700900123\n")]
    [TestCase("+447700900123;ext=1")]
    [TestCase("tel:+447700900123")]
    [TestCase("\uFF0B447700900123")]
    [TestCase("+44770090012\uFF13")]
    [TestCase("+44770090012\u0663")]
    [TestCase("+44770090012\u0967")]
    [TestCase("+44770090012a")]
    [TestCase("+")]
    [TestCase("")]
    [TestCase(null)]
    public void What_is_no_spelling_of_a_number_is_refused(string? text)
    {
        Assert.That(PhoneNumber.TryParse(text, out var phone), Is.False);
        Assert.That(phone, Is.Null);
    }

    [Test]
    public void The_hint_and_what_it_prints_show_the_last_two_digits_only()
    {
        var phone = PhoneNumber.Parse("+447700900123");

        Assert.That(phone.Hint, Is.EqualTo("***23"));
        Assert.That(phone.ToString(), Is.EqualTo("***23"));
        Assert.That($"{phone}", Does.Not.Contain("77"));
    }

    [Test]
    public void The_longest_form_has_the_length_that_columns_and_rules_count_on() =>
        Assert.That(PhoneNumber.Parse("+123456789012345").Value, Has.Length.EqualTo(PhoneNumber.MaxLength));

    [Test]
    public void Parsing_what_was_not_validated_throws_without_repeating_it() =>
        Assert.That(() => PhoneNumber.Parse("07700 900123"), Throws.TypeOf<FormatException>().With.Message.Not.Contains("900123"));
}
