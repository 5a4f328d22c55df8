using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Tests.Accounts;

public sealed class EmailAddressTests
{
    [TestCase("a@example.com")]
    [TestCase("ann.o'hara+news@mail.example.com")]
    [TestCase("!#$%&'*+/=?^_`{|}~-@example.com")]
    [TestCase("0@4u.example")]
    [TestCase("a@x-y.co")]
    public void A_canonical_address_stays_as_it_is(string text) => Assert.That(Canonical(text), Is.EqualTo(text));

    [TestCase("Ann.Smith@Example.COM", "ann.smith@example.com")]
    [TestCase("INFO@EXAMPLE.COM", "info@example.com")]
    [SetCulture("tr-TR")]
    public void Capitals_become_small_letters_whatever_the_culture_of_the_machine(string text, string canonical) =>
        Assert.That(Canonical(text), Is.EqualTo(canonical));

    [TestCase("a@bücher.example")]
    [TestCase("A@bücher.example")]
    [TestCase("a@xn--bcher-kva.example")]
    [TestCase("a@XN--BCHER-KVA.example")]
    public void An_international_domain_becomes_its_A_label(string text) => Assert.That(Canonical(text), Is.EqualTo("a@xn--bcher-kva.example"));

    [TestCase("a@пример.рф", "a@xn--e1afmkfd.xn--p1ai")]
    [TestCase("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah")]
    public void A_domain_may_be_international_to_its_end(string text, string canonical) => Assert.That(Canonical(text), Is.EqualTo(canonical));

    private static IEnumerable<TestCaseData> FoldingTraps()
    {
        (string Name, string LocalPart)[] traps =
        [
            ("long s", "\u017Fam"), ("Kelvin sign", "\u212Aate"), ("dotless i", "\u0131nfo"), ("capital I with a dot", "\u0130nfo"), ("accent", "jos\u00E9"),
            ("combining accent", "jose\u0301"), ("sharp s", "stra\u00DFe"), ("full-width letter", "\uFF41nn"), ("full-width digit", "ann\uFF11"),
            ("Cyrillic a", "\u0430nn"), ("ligature", "\uFB01nn"), ("superscript", "ann\u00B2"), ("zero-width blank", "a\u200Bnn"), ("soft hyphen", "a\u00ADnn"),
            ("bidirectional override", "\u202Ennna"), ("lone surrogate", "ann\uD800"),
        ];
        return traps.Select(trap => new TestCaseData(trap.LocalPart).SetArgDisplayNames(trap.Name));
    }

    [TestCaseSource(nameof(FoldingTraps))]
    public void A_local_part_that_some_folding_turns_into_another_is_refused(string localPart) => Assert.That(IsTaken($"{localPart}@example.com"), Is.False);

    [TestCaseSource(nameof(FoldingTraps))]
    public void The_same_trap_behind_the_at_sign_is_refused_or_a_domain_of_its_own(string label) =>
        Assert.That(Canonical($"a@{label}.example") ?? "", Does.Match(@"^(?:a@xn--[a-z0-9-]+\.example)?\z"));

    [TestCase("ann@example\u3002com")]
    [TestCase("ann@example\uFF0Ecom")]
    [TestCase("ann@example\uFF61com")]
    [TestCase("ann@\u2460.example")]
    [TestCase("ann@x\uFE0Fy.example")]
    public void Other_dots_and_signs_that_IDNA_would_map_away_are_refused(string text) => Assert.That(IsTaken(text), Is.False);

    [TestCase("ann\uFF20example.com")]
    [TestCase("ann\uFE6Bexample.com")]
    public void No_other_at_sign_is_one(string text) => Assert.That(IsTaken(text), Is.False);

    [Test]
    public void Blanks_and_control_characters_are_refused_wherever_they_stand()
    {
        string[] blanks = [" ", "\t", "\n", "\r", "\0", "\u0085", "\u00A0", "\u2003", "\u2028", "\u3000"];
        foreach (var blank in blanks)
        {
            string[] texts = [$"{blank}ann@example.com", $"an{blank}n@example.com", $"ann{blank}@example.com", $"ann@{blank}example.com", $"ann@example{blank}.com", $"ann@example.com{blank}"];

            Assert.That(texts.Where(IsTaken), Is.Empty, $"U+{(int)blank[0]:X4}");
        }
    }

    [TestCase("ann@bob@example.com")]
    [TestCase("ann@@example.com")]
    [TestCase("ann@example.com@")]
    [TestCase("\"ann@bob\"@example.com")]
    [TestCase("@example.com")]
    [TestCase("ann@")]
    [TestCase("ann")]
    [TestCase("@")]
    [TestCase("")]
    [TestCase(null)]
    public void There_is_exactly_one_at_sign_with_something_on_both_sides(string? text) => Assert.That(IsTaken(text), Is.False);

    [TestCase(".ann@example.com")]
    [TestCase("ann.@example.com")]
    [TestCase("an..n@example.com")]
    [TestCase("ann@.example.com")]
    [TestCase("ann@example..com")]
    [TestCase("ann@example.com.")]
    [TestCase("ann@localhost")]
    [TestCase("ann@example.c")]
    [TestCase("ann@-example.com")]
    [TestCase("ann@example-.com")]
    [TestCase("ann@exam_ple.com")]
    [TestCase("ann@127.0.0.1")]
    [TestCase("ann@[127.0.0.1]")]
    [TestCase("ann(work)@example.com")]
    [TestCase("Ann <ann@example.com>")]
    public void Dots_labels_and_syntax_of_other_centuries_are_refused(string text) => Assert.That(IsTaken(text), Is.False);

    [TestCase(254, true)]
    [TestCase(255, false)]
    public void The_longest_address_has_254_characters(int length, bool taken) => Assert.That(IsTaken(OfLength(length)), Is.EqualTo(taken));

    [Test]
    public void The_length_that_counts_is_that_of_the_A_label()
    {
        var written = $"{new string('a', 64)}@{string.Join('.', Enumerable.Repeat(new string('ü', 28), 6))}.example";
        Assert.That(written, Has.Length.LessThanOrEqualTo(EmailAddress.MaxLength));

        Assert.That(IsTaken(written), Is.False);
    }

    [TestCase(64, true)]
    [TestCase(65, false)]
    public void A_word_before_the_at_sign_has_at_most_64_characters(int length, bool taken) =>
        Assert.That(IsTaken($"{new string('a', length)}@example.com"), Is.EqualTo(taken));

    [Test]
    public void Two_spellings_of_one_address_are_equal() =>
        Assert.That(EmailAddress.Parse("Ann@bücher.example"), Is.EqualTo(EmailAddress.Parse("ann@xn--bcher-kva.example")));

    [Test]
    public void The_local_part_is_what_stands_before_the_at_sign() =>
        Assert.That(EmailAddress.Parse("Ann.Smith@example.com").LocalPart, Is.EqualTo("ann.smith"));

    [Test]
    public void It_prints_one_letter_and_the_domain()
    {
        var email = EmailAddress.Parse("ann.smith@example.com");

        Assert.That(email.ToString(), Is.EqualTo("a***@example.com"));
        Assert.That($"{email}", Does.Not.Contain("nn"));
    }

    [Test]
    public void Parsing_what_was_not_validated_throws_without_repeating_it() =>
        Assert.That(() => EmailAddress.Parse("secret words"), Throws.TypeOf<FormatException>().With.Message.Not.Contains("secret"));

    [Test]
    public void No_text_makes_the_pattern_run_into_its_time_limit()
    {
        string[] worst =
        [
            new('a', 254), $"{new string('a', 200)}@{new string('a', 53)}", $"{string.Concat(Enumerable.Repeat("a.", 120))}@example.com",
            $"a@{string.Concat(Enumerable.Repeat("a.", 120))}!", $"a@{string.Concat(Enumerable.Repeat("a-", 120))}a", $"a@{string.Concat(Enumerable.Repeat("a-.", 80))}",
        ];

        foreach (var text in worst)
        {
            Assert.That(() => IsTaken(text), Throws.Nothing);
        }
    }

    private static string OfLength(int length)
    {
        var rest = length - 64 - 1 - 64 - 64 - ".com".Length;
        var text = $"{new string('a', 64)}@{new string('b', 63)}.{new string('c', 63)}.{new string('d', rest)}.com";
        Assert.That(text, Has.Length.EqualTo(length));
        return text;
    }

    private static string? Canonical(string text) => EmailAddress.TryParse(text, out var email) ? email.Value : null;

    private static bool IsTaken(string? text) => EmailAddress.TryParse(text, out _);

    [TestCase("a@\uFF45xample.com", Description = "full width")]
    [TestCase("a@example\u3002com", Description = "ideographic full stop")]
    [TestCase("a@ex\u00ADample.com", Description = "soft hyphen")]
    [TestCase("a@\u212Aelvin.com", Description = "Kelvin sign")]
    [TestCase("a@exam\u200Bple.com", Description = "zero width space")]
    public void A_domain_that_IDNA_maps_to_another_spelling_is_refused(string text) => Assert.That(EmailAddress.TryParse(text, out _), Is.False);
}
