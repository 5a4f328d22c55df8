using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Tests.Otp;

public sealed class OtpCodeTests
{
    private const int Million = 1_000_000;

    /// <summary>
    /// Chi-square of one digit position has 9 degrees of freedom, that of two neighbours 99: chance exceeds these bounds less than once in
    /// 10^11 runs, while digits made by <c>byte % 10</c> score about 370.
    /// </summary>
    private const double DigitBound = 80;
    private const double PairBound = 260;

    [Test]
    public void A_million_codes_are_uniform_and_both_end_values_can_occur()
    {
        const int Length = OtpCode.MinLength;
        var digits = new int[Length, 10];
        var pairs = new int[Length - 1, 100];
        for (var i = 0; i < Million; i++)
        {
            var code = OtpCode.Generate(Length).Reveal();
            for (var position = 0; position < Length; position++)
            {
                digits[position, code[position] - '0']++;
                if (position > 0)
                {
                    pairs[position - 1, ((code[position - 1] - '0') * 10) + code[position] - '0']++;
                }
            }
        }

        for (var position = 0; position < Length; position++)
        {
            Assert.That(digits[position, 0], Is.Positive, $"a zero at {position}, or 000000 could not occur");
            Assert.That(digits[position, 9], Is.Positive, $"a nine at {position}, or 999999 could not occur");
            Assert.That(ChiSquare(digits, position, 10), Is.LessThan(DigitBound), $"digit {position}");
            if (position > 0)
            {
                Assert.That(ChiSquare(pairs, position - 1, 100), Is.LessThan(PairBound), $"digits {position - 1} and {position}");
            }
        }
    }

    [Test]
    public void The_statistic_sees_the_bias_of_a_byte_modulo_ten()
    {
        var biased = new int[1, 10];
        for (var i = 0; i < Million; i++)
        {
            biased[0, i % 256 % 10]++;
        }

        Assert.That(ChiSquare(biased, 0, 10), Is.GreaterThan(DigitBound * 4));
    }

    [TestCase(6)]
    [TestCase(8)]
    [TestCase(10)]
    public void A_code_has_as_many_digits_as_were_asked_for(int length) => Assert.That(OtpCode.Generate(length).Reveal(), Does.Match($"^[0-9]{{{length}}}\\z"));

    [TestCase(5)]
    [TestCase(11)]
    public void Fewer_than_six_or_more_than_ten_digits_are_not_made(int length) =>
        Assert.That(() => OtpCode.Generate(length), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCase("000000")]
    [TestCase("999999")]
    [TestCase("0123456789")]
    public void Six_to_ten_digits_are_a_code(string text)
    {
        Assert.That(OtpCode.TryParse(text, out var code), Is.True);
        Assert.That(code!.Reveal(), Is.EqualTo(text));
    }

    [TestCase("12345")]
    [TestCase("12345678901")]
    [TestCase("12345a")]
    [TestCase("123 456")]
    [TestCase("123456 ")]
    [TestCase(" 123456")]
    [TestCase("123456\n")]
    [TestCase("+12345")]
    [TestCase("-12345")]
    [TestCase("123-456")]
    [TestCase("0x1234")]
    [TestCase("12345\u0666")]
    [TestCase("\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16")]
    [TestCase("\u0661\u0662\u0663\u0664\u0665\u0666")]
    [TestCase("")]
    [TestCase(null)]
    public void Anything_but_six_to_ten_ASCII_digits_is_refused(string? text)
    {
        Assert.That(OtpCode.TryParse(text, out var code), Is.False);
        Assert.That(code, Is.Null);
    }

    [Test]
    public void It_prints_nothing()
    {
        var code = OtpCode.Parse("123456");

        Assert.That($"{code}", Is.EqualTo("OtpCode(***)"));
        Assert.That(() => OtpCode.Parse("secret"), Throws.TypeOf<FormatException>().With.Message.Not.Contains("secret"));
    }

    private static double ChiSquare(int[,] counts, int row, int classes)
    {
        var expected = (double)Million / classes;
        return Enumerable.Range(0, classes).Sum(value => Math.Pow(counts[row, value] - expected, 2) / expected);
    }
}
