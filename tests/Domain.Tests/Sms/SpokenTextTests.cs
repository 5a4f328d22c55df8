using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Domain.Tests.Sms;

public sealed class SpokenTextTests
{
    private static readonly string[] s_plivo =
    [
        "da-DK", "nl-NL", "en-AU", "en-GB", "en-US", "fr-FR", "fr-CA", "de-DE", "it-IT", "pl-PL", "pt-PT", "pt-BR", "ru-RU", "es-ES", "es-US", "sv-SE",
    ];

    [TestCase("en", "Your code is 1, 2, 3, 4, 5, 6.", "Your log-in code is 1, 2, 3, 4, 5, 6.")]
    [TestCase("de", "Ihr Code ist 1, 2, 3, 4, 5, 6.", "Ihr Anmeldecode ist 1, 2, 3, 4, 5, 6.")]
    [TestCase("fr", "Votre code est 1, 2, 3, 4, 5, 6.", "Votre code de connexion est 1, 2, 3, 4, 5, 6.")]
    [TestCase("es", "Su clave es 1, 2, 3, 4, 5, 6.", "Su clave de acceso es 1, 2, 3, 4, 5, 6.")]
    [TestCase("pt", "A sua chave é 1, 2, 3, 4, 5, 6.", "A sua chave de acesso é 1, 2, 3, 4, 5, 6.")]
    [TestCase("zh", "Your code is 1, 2, 3, 4, 5, 6.", "Your log-in code is 1, 2, 3, 4, 5, 6.")]
    public void Every_digit_is_read_by_itself_in_the_persons_language(string language, string verification, string secondFactor)
    {
        var voice = SpokenText.VoiceFor([language]);

        Assert.That(SpokenText.Write(OtpPurpose.PhoneVerification, voice, OtpCode.Parse("123456")), Is.EqualTo(verification));
        Assert.That(SpokenText.Write(OtpPurpose.SecondFactor, voice, OtpCode.Parse("123456")), Is.EqualTo(secondFactor));
    }

    [Test]
    public void Zeros_and_ten_digits_are_read_too() =>
        Assert.That(SpokenText.Write(OtpPurpose.SecondFactor, "en-US", OtpCode.Parse("0012345670")), Does.EndWith(" is 0, 0, 1, 2, 3, 4, 5, 6, 7, 0."));

    [Test]
    public void Every_language_of_messages_is_greeted_by_a_voice_that_the_gateway_has_and_hears_brand_and_key_but_no_code([ValueSource(nameof(Languages))] string language)
    {
        var voice = SpokenText.VoiceFor([language]);
        var greeting = SpokenText.Greeting(voice, Sms("Example 24"));

        Assert.That(s_plivo, Does.Contain(voice));
        Assert.That(greeting, Does.Contain("Example 24").And.Contain($" {SpokenText.Key}").And.Not.Contain("{").And.Not.Match("[02-9], "));
    }

    [Test]
    public void Every_language_that_has_a_voice_has_words_of_its_own()
    {
        string[] voices = ["en-US", "de-DE", "fr-FR", "es-ES", "pt-PT"];

        Assert.That(voices.Select(voice => SpokenText.Greeting(voice, Sms("Example"))), Is.Unique);
        Assert.That(voices.Select(voice => SpokenText.Write(OtpPurpose.SecondFactor, voice, OtpCode.Parse("123456"))), Is.Unique);
    }

    [TestCase(new[] { "en-GB" }, "en-GB")]
    [TestCase(new[] { "EN-gb" }, "en-GB")]
    [TestCase(new[] { "en" }, "en-US")]
    [TestCase(new[] { "en-IE" }, "en-US")]
    [TestCase(new[] { "pt-BR" }, "pt-BR")]
    [TestCase(new[] { "pt" }, "pt-PT")]
    [TestCase(new[] { "fr-CA" }, "fr-CA")]
    [TestCase(new[] { "fr-BE" }, "fr-FR")]
    [TestCase(new[] { "es-US" }, "es-US")]
    [TestCase(new[] { "es-MX" }, "es-ES")]
    [TestCase(new[] { "de-AT" }, "de-DE")]
    [TestCase(new[] { "xx", "de", "fr" }, "de-DE")]
    [TestCase(new[] { "zh-Hans-CN" }, "en-US")]
    [TestCase(new[] { "deu" }, "en-US")]
    [TestCase(new[] { "*" }, "en-US")]
    [TestCase(new[] { "" }, "en-US")]
    [TestCase(new string[0], "en-US")]
    public void The_first_language_that_there_is_decides_with_its_region_and_american_english_is_the_last(string[] languages, string voice) =>
        Assert.That(SpokenText.VoiceFor(languages), Is.EqualTo(voice));

    private static IEnumerable<string> Languages() => CodeText.Languages;

    private static SmsPolicy Sms(string brand) => new() { Domain = "auth.example.com", BrandName = brand };
}
