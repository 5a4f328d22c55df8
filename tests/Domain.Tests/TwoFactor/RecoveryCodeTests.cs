using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.TwoFactor;

public sealed class RecoveryCodeTests
{
    [Test]
    public void A_set_is_ten_different_codes_of_16_symbols_and_a_number()
    {
        var codes = RecoveryCode.GenerateSet();

        Assert.That(codes.Select(code => code.Number), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(codes.Select(code => code.Reveal()), Is.Unique.And.All.Match("^[0-9A-HJKMNP-TV-Z]{16}$"));
        Assert.That(codes.Select(code => code.RevealText()), Has.All.Match("^[0-9](-[0-9A-HJKMNP-TV-Z]{4}){4}$"));
    }

    [Test]
    public void Every_symbol_comes_everywhere()
    {
        var texts = Enumerable.Range(0, 200).SelectMany(_ => RecoveryCode.GenerateSet()).Select(code => code.Reveal()).ToList();

        Assert.That(Enumerable.Range(0, 16).Select(at => texts.Select(text => text[at]).Distinct().Count()), Has.All.EqualTo(32));
    }

    [TestCase("3-K7QM-9T1A-2B0D-EFGH")]
    [TestCase("3K7QM9T1A2B0DEFGH")]
    [TestCase("3-k7qm-9tia-2bod-efgh", Description = "I for 1, O for 0")]
    [TestCase("3-K7QM-9TLA-2BOD-EFGH", Description = "L for 1")]
    [TestCase(" 3 K7QM 9T1A 2B0D EFGH ")]
    [TestCase("3---K7QM9T1A2B0D EFGH")]
    public void All_spellings_of_a_code_are_one(string spelling)
    {
        var code = RecoveryCode.Parse(spelling);

        Assert.That((code.Number, code.Reveal(), code.RevealText()), Is.EqualTo((3, "K7QM9T1A2B0DEFGH", "3-K7QM-9T1A-2B0D-EFGH")));
    }

    [TestCase("")]
    [TestCase(null)]
    [TestCase("3-K7QM-9T1A-2B0D-EFG")]
    [TestCase("3-K7QM-9T1A-2B0D-EFGHJ")]
    [TestCase("A-K7QM-9T1A-2B0D-EFGH", Description = "no number")]
    [TestCase("3-K7QM-9T1A-2B0D-EFGU", Description = "U is no symbol")]
    [TestCase("3-K7QM-9T1A-2B0D-EFG\u0661")]
    [TestCase("3-K7QM\t9T1A-2B0D-EFGH")]
    [TestCase("3-K7QM-9T1A-2B0D-EFGH                                        ")]
    public void Anything_else_is_none(string? text)
    {
        Assert.That(RecoveryCode.TryParse(text, out _), Is.False);
        Assert.That(() => RecoveryCode.Parse(text!), Throws.InstanceOf<FormatException>().With.Message.Not.Contains("QM"));
    }

    [Test]
    public void It_prints_nothing() => Assert.That($"{RecoveryCode.GenerateSet()[0]}", Is.EqualTo("RecoveryCode(***)"));
}
