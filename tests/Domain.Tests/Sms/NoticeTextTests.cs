using CleanAuth.Domain.Sms;

namespace CleanAuth.Domain.Tests.Sms;

public sealed class NoticeTextTests
{
    [Test]
    public void Every_notice_in_every_language_is_one_segment_for_the_longest_brand(
        [Values] NoticeKind kind, [Values("en", "de", "fr", "es", "pt", "zh")] string language)
    {
        var brand = new string('W', 20);

        var text = NoticeText.Write(kind, Sms(language, brand));

        Assert.That(text, Does.StartWith(brand));
        Assert.That(SmsSegment.FitsOne(text), text);
    }

    [Test]
    public void No_notice_holds_a_digit_a_link_or_a_line_that_a_browser_would_read([Values] NoticeKind kind, [Values("en", "de", "fr", "es", "pt", "zh")] string language) =>
        Assert.That(NoticeText.Write(kind, Sms(language)), Does.Not.Match(@"[0-9@#/\n{}]|www"));

    [Test]
    public void Only_chinese_needs_more_than_the_alphabet_of_SMS([Values] NoticeKind kind, [Values("en", "de", "fr", "es", "pt")] string language) =>
        Assert.That(SmsSegment.FitsOne(NoticeText.Write(kind, Sms(language)).PadRight(160)));

    [Test]
    public void Every_language_has_its_own_words_for_every_kind()
    {
        var texts = from kind in Enum.GetValues<NoticeKind>() from language in NoticeText.Languages select NoticeText.Write(kind, Sms(language));

        Assert.That(texts.ToList(), Has.Count.EqualTo(120).And.Unique);
    }

    [Test]
    public void Notices_speak_the_languages_of_codes_and_the_policy_takes_each()
    {
        Assert.That(NoticeText.Languages, Is.EquivalentTo(CodeText.Languages));
        Assert.That(NoticeText.Languages.SelectMany(language => PolicyCheck.Refused(Sms(language))), Is.Empty);
        Assert.That(PolicyCheck.Refused(Sms("nl")), Is.EqualTo(new[] { nameof(SmsPolicy.NoticeLanguage) }));
    }

    private static SmsPolicy Sms(string language, string brand = "Example") => new() { Domain = "example.com", BrandName = brand, NoticeLanguage = language };
}
