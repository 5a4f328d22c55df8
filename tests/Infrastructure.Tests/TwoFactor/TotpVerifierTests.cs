using System.Text;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.TwoFactor;

namespace CleanAuth.Infrastructure.Tests.TwoFactor;

public sealed class TotpVerifierTests
{
    private static readonly TotpSecret s_secret = new(Encoding.ASCII.GetBytes("12345678901234567890"));
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_015);

    private readonly TotpVerifier _verifier = new();

    // RFC 4226 appendix D.
    [TestCase(0, "755224")]
    [TestCase(1, "287082")]
    [TestCase(2, "359152")]
    [TestCase(3, "969429")]
    [TestCase(4, "338314")]
    [TestCase(5, "254676")]
    [TestCase(6, "287922")]
    [TestCase(7, "162583")]
    [TestCase(8, "399871")]
    [TestCase(9, "520489")]
    public void The_vectors_of_RFC_4226_pass(long counter, string code) => Assert.That(TotpVerifier.CodeAt(s_secret, counter), Is.EqualTo(code));

    // RFC 6238 appendix B, the last six of its eight digits.
    [TestCase(59, "287082")]
    [TestCase(1_111_111_109, "081804")]
    [TestCase(1_111_111_111, "050471")]
    [TestCase(1_234_567_890, "005924")]
    [TestCase(2_000_000_000, "279037")]
    [TestCase(20_000_000_000, "353130", Description = "after 2038, in the year 2603")]
    public void The_vectors_of_RFC_6238_pass(long time, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time);

        Assert.That(_verifier.Match(s_secret, code, now).Step, Is.EqualTo(Totp.StepAt(now)));
    }

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(1)]
    public void One_step_either_side_is_taken_and_named(int offset) =>
        Assert.That(MatchAt(offset), Is.EqualTo(new TotpMatch(Totp.StepAt(s_now) + offset, IsOld: false)));

    [TestCase(-2)]
    [TestCase(-10)]
    public void Up_to_ten_steps_back_are_refused_with_the_hint_that_the_clock_is_slow(int offset) =>
        Assert.That(MatchAt(offset), Is.EqualTo(new TotpMatch(null, IsOld: true)));

    [TestCase(-11)]
    [TestCase(2)]
    [TestCase(10)]
    public void Every_other_step_is_refused_without_a_hint(int offset) => Assert.That(MatchAt(offset), Is.EqualTo(new TotpMatch(null, IsOld: false)));

    [TestCase("")]
    [TestCase("12345")]
    [TestCase("0000000")]
    public void What_is_no_code_matches_nothing(string code) => Assert.That(_verifier.Match(s_secret, code, s_now), Is.EqualTo(new TotpMatch(null, IsOld: false)));

    [Test]
    public void The_step_changes_with_the_thirtieth_second()
    {
        Assert.That(Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(29)), Is.Zero);
        Assert.That(Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(30)), Is.EqualTo(1));
    }

    private TotpMatch MatchAt(int offset) => _verifier.Match(s_secret, TotpVerifier.CodeAt(s_secret, Totp.StepAt(s_now) + offset), s_now);
}
