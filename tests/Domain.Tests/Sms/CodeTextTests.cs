using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Domain.Tests.Sms;

public sealed class CodeTextTests
{
    private static readonly OtpPolicy s_policy = new();

    [Test]
    public void Every_text_in_every_language_is_one_segment_with_the_code_first_and_the_domain_line_last(
        [Values] OtpPurpose purpose, [Values("en", "de", "fr", "es", "pt", "zh")] string language)
    {
        var code = OtpCode.Parse("123456");

        var text = CodeText.Write(purpose, [language], code, "K7", s_policy, Sms());

        Assert.That(text, Does.StartWith("123456 "));
        Assert.That(text, Does.EndWith("\n@auth.example.com #123456"));
        Assert.That(text, Does.Contain("(K7)").And.Contain("5"));
        Assert.That(SmsSegment.FitsOne(text), text);
    }

    [Test]
    public void Every_language_has_its_own_words_for_every_purpose()
    {
        var texts = from purpose in Enum.GetValues<OtpPurpose>() from language in CodeText.Languages select Write(purpose, language, Sms());

        Assert.That(texts.Distinct().Count(), Is.EqualTo(30));
    }

    [Test]
    public void A_text_that_a_long_domain_makes_too_long_gives_way_to_the_next_language()
    {
        var sms = new SmsPolicy { Domain = "accounts.a-company-with-a-long-name.example" };

        Assert.That(Write(OtpPurpose.SecondFactor, "zh", sms), Does.Contain("is your CleanAuth log-in code"));
    }

    [TestCase(new[] { "pt-BR" }, "chave")]
    [TestCase(new[] { "ZH-Hans-CN" }, "验证码")]
    [TestCase(new[] { "xx", "de-AT", "fr" }, "Nie weitergeben")]
    [TestCase(new[] { "xx" }, "Never share it")]
    [TestCase(new string[0], "Never share it")]
    [TestCase(new[] { "*" }, "Never share it")]
    public void The_first_language_that_there_is_decides_and_english_is_the_last(string[] languages, string expected)
    {
        Assert.That(CodeText.Write(OtpPurpose.PhoneVerification, languages, OtpCode.Parse("123456"), "K7", s_policy, Sms()), Does.Contain(expected));
    }

    [Test]
    public void An_operators_text_wins_and_may_add_a_language()
    {
        var sms = Sms(new() { ["secondFactor"] = new() { ["nl"] = "{code} is uw code ({label}), {minutes} min." } });

        Assert.That(CodeText.Write(OtpPurpose.SecondFactor, ["nl"], OtpCode.Parse("123456"), "K7", s_policy, sms), Does.StartWith("123456 is uw code (K7), 5 min."));
        Assert.That(CodeText.Checked(sms).Select(text => CodeText.Fault(text.Template, s_policy, sms)), Has.All.Null);
    }

    [TestCase("Your code is {code} ({label}) {minutes}")]
    [TestCase("{code} ({label})")]
    [TestCase("{code} {minutes}")]
    [TestCase("{code} ({label}) {minutes} {name}")]
    [TestCase("{code} ({label}) {minutes}\nmore")]
    [TestCase("{code} ({label}) {minutes} 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    [TestCase("{code} ({label}) {minutes} あ 0123456789012345678901234567890")]
    public void A_text_that_would_mislead_or_not_fit_is_faulty(string template)
    {
        Assert.That(CodeText.Fault(template, s_policy, Sms()), Is.Not.Null);
    }

    [TestCase("plain", 160, true)]
    [TestCase("plain", 161, false)]
    [TestCase("€", 80, true)]
    [TestCase("€", 81, false)]
    [TestCase("ç", 70, true)]
    [TestCase("ç", 71, false)]
    [TestCase("ü", 160, true)]
    public void A_segment_holds_160_gsm_characters_or_70_others(string character, int count, bool fits)
    {
        Assert.That(SmsSegment.FitsOne(new string(character[0], count)), Is.EqualTo(fits));
    }

    private static string Write(OtpPurpose purpose, string language, SmsPolicy sms) =>
        CodeText.Write(purpose, [language], OtpCode.Parse("123456"), "K7", s_policy, sms);

    private static SmsPolicy Sms(Dictionary<string, Dictionary<string, string>>? texts = null) => new() { Domain = "auth.example.com", Texts = texts ?? [] };
}
