using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Tests.Accounts;

public sealed class PasswordPolicyTests
{
    private const string Emoji = "\U0001F511";
    private const string Brand = "CleanAuth";

    [Test]
    public void Twelve_emoji_are_long_enough_and_eleven_are_not()
    {
        Assert.That(Judge(Times(Emoji, 12)), Is.Null);
        Assert.That(Judge(Times(Emoji, 11)), Is.EqualTo("password_too_short"));
    }

    [Test]
    public void Length_is_counted_in_code_points_up_to_128()
    {
        Assert.That(Judge(Times("x", 128)), Is.Null);
        Assert.That(Judge(Times("x", 129)), Is.EqualTo("password_too_long"));
        Assert.That(Judge(Times(Emoji, 128)), Is.Null);
        Assert.That(Judge(Times(Emoji, 129)), Is.EqualTo("password_too_long"));
    }

    [TestCase(" ")]
    [TestCase("7")]
    [TestCase("a")]
    [TestCase("Z")]
    [TestCase("!")]
    [TestCase("ж")]
    [TestCase("\t")]
    [TestCase("\u202E")]
    public void One_character_over_and_over_is_judged_by_length_alone(string character)
    {
        Assert.That(Judge(Times(character, 12)), Is.Null);
        Assert.That(Judge(Times(character, 11)), Is.EqualTo("password_too_short"));
    }

    [Test]
    public void A_combining_accent_counts_as_the_code_point_that_it_is() =>
        Assert.That(Judge(Times("e\u0301", 6)), Is.Null, "nothing is normalised (security-requirements D14)");

    [Test]
    public void A_NUL_is_refused_wherever_it_stands() => AreNoText("long enough\0", "\0long enough", "long\0 enough");

    [Test]
    public void A_lone_surrogate_is_refused_wherever_it_stands() =>
        AreNoText("long enough \uD83D", "\uDD11 long enough", "long \uD83D enough", "long \uDD11\uD83D enough", "long \uD83D\uD83D\uDD11 enough");

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("\uFFFD")]
    [TestCase(Emoji)]
    public void Any_valid_Unicode_is_text(string password) => Assert.That(PasswordPolicy.IsText(password), Is.True);

    [TestCase("anna1234567890")]
    [TestCase("1234567890anna")]
    [TestCase("!!!!!!ANNA!!!!!!")]
    [TestCase("correct Anna battery")]
    public void A_password_around_the_name_in_the_e_mail_is_refused(string password) =>
        Assert.That(Judge(password, "anna@example.com"), Is.EqualTo("password_contains_email"));

    [TestCase("ann@example.com", "ann1234567890")]
    [TestCase("a@example.com", "correct battery")]
    public void A_name_of_three_letters_or_less_refuses_nothing(string email, string password) => Assert.That(Judge(password, email), Is.Null);

    [Test]
    public void The_whole_name_is_looked_for_not_a_part_of_it_and_not_the_domain()
    {
        Assert.That(Judge("anna1234567890", "anna.smith@example.com"), Is.Null);
        Assert.That(Judge("example.com 123", "anna@example.com"), Is.Null);
    }

    [TestCase("cleanauth123")]
    [TestCase("123!CLEANAUTH!321")]
    [TestCase("my CleanAuth password")]
    [TestCase("Kumquat-2024!!")]
    [TestCase("2024acme bank!!")]
    [TestCase("AcmeBank12345")]
    public void A_password_around_a_word_of_the_service_is_refused(string password) =>
        Assert.That(Judge(password, words: ["kumquat", "Acme Bank"]), Is.EqualTo("password_contains_context_word"));

    [Test]
    public void A_brand_of_three_letters_refuses_nothing()
    {
        Assert.That(Judge("abc 1234567890", brand: "Abc"), Is.Null);
        Assert.That(Judge("abc 1234567890", brand: "a.b.c"), Is.Null);
    }

    [Test]
    public void Words_of_less_than_four_or_more_than_forty_characters_stop_the_start()
    {
        Assert.That(PolicyCheck.Refused(new PasswordPolicy()), Is.Empty);
        Assert.That(PolicyCheck.Refused(new PasswordPolicy { ContextWords = ["acme", Times("x", 40)] }), Is.Empty);
        foreach (var word in new[] { "", "abc", "    ", Times("x", 41), null! })
        {
            Assert.That(PolicyCheck.Refused(new PasswordPolicy { ContextWords = ["acme", word] }), Is.EqualTo(new[] { nameof(PasswordPolicy.ContextWords) }));
        }

        Assert.That(PolicyCheck.Refused(new PasswordPolicy { ContextWords = [.. Enumerable.Repeat("acme", 101)] }), Is.EqualTo(new[] { nameof(PasswordPolicy.ContextWords) }));
    }

    [Test]
    public void Every_refusal_says_what_is_expected_and_repeats_nothing()
    {
        foreach (var password in new[] { "short-secret", "short", Times("secret", 30), "secret and a \0", "secret CleanAuth" })
        {
            Assert.That(new PasswordPolicy().Judge(password, EmailAddress.Parse("short@example.com"), Brand)!.Message, Does.StartWith("must").And.Not.Contains("secret"));
        }
    }

    private static void AreNoText(params string[] passwords)
    {
        foreach (var password in passwords)
        {
            Assert.That(Judge(password), Is.EqualTo("password_not_text"));
            Assert.That(PasswordPolicy.IsText(password), Is.False);
        }
    }

    private static string? Judge(string password, string? email = null, string brand = Brand, params string[] words) =>
        new PasswordPolicy { ContextWords = words }.Judge(password, email is null ? null : EmailAddress.Parse(email), brand)?.Code;

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
