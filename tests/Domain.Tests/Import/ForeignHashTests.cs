using CleanAuth.Domain.Import;
using CleanAuth.TestKit.Import;

namespace CleanAuth.Domain.Tests.Import;

public sealed class ForeignHashTests
{
    private const string BcryptTail = "$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6";
    private const string Sha256Tail = "$hTAmJEQIAWBsrbW2do5xTg$xC7RKIQS8adAdNYGNqeDH9zQV4fhYmPf5rh8wgJ1YmY";

    [TestCaseSource(typeof(HashVector), nameof(HashVector.All))]
    public void What_other_programs_make_is_read_and_affordable(HashVector vector)
    {
        Assert.That(ForeignHash.TryParse(vector.Hash, out var hash), Is.True);
        Assert.That(hash!.IsAffordable, Is.True);
        Assert.That(hash.Text, Is.EqualTo(vector.Hash));
    }

    [TestCaseSource(typeof(HashVector), nameof(HashVector.Malformed))]
    public void Another_form_is_none_and_neither_is_one_that_no_password_could_fit(string text) => Assert.That(ForeignHash.TryParse(text, out _), Is.False);

    [TestCaseSource(typeof(HashVector), nameof(HashVector.Dear))]
    public void What_costs_too_much_is_known_for_it(string text)
    {
        Assert.That(ForeignHash.TryParse(text, out var hash), Is.True);
        Assert.That(hash!.IsAffordable, Is.False);
    }

    [TestCase("$2b$14" + BcryptTail)]
    [TestCase("$pbkdf2-sha256$2000000" + Sha256Tail)]
    [TestCase("AQAAAAIAHoSAAAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==")]
    [TestCase("AQAAAAAAD0JAAAAAEMMOCoNmB0LkIfa82wjA7PU4jsEvG/fipP8B3bpYdcSK0N0YsbRJV8VpVMTvD/e/cw==", TestName = "SHA-1, of which 32 bytes take two digests")]
    public void The_bound_itself_is_affordable(string text)
    {
        Assert.That(ForeignHash.TryParse(text, out var hash), Is.True);
        Assert.That(hash!.IsAffordable, Is.True);
    }

    [Test]
    public void What_is_longer_than_the_column_is_none() => Assert.That(ForeignHash.TryParse(new string('A', HashBounds.MaxText + 4), out _), Is.False);

    [Test]
    public void Base64_with_blanks_in_it_is_none() => Assert.That(ForeignHash.TryParse($"{HashVector.All[0].Hash}\n", out _), Is.False);

    [Test]
    public void Nothing_is_none() => Assert.That(ForeignHash.TryParse(null, out _), Is.False);

    [Test]
    public void It_prints_its_sort_only()
    {
        Assert.That(ForeignHash.TryParse($"$2b$06{BcryptTail}", out var hash), Is.True);
        Assert.That($"{hash}", Is.EqualTo("BcryptHash(***)"));
    }
}
