using System.Buffers.Text;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Tests.Otp;

public sealed class ChallengeIdTests
{
    [Test]
    public void A_new_id_is_128_bits_in_22_characters_and_is_read_back()
    {
        var id = ChallengeId.Generate();

        Assert.That(id.Value, Does.Match(@"^[A-Za-z0-9_-]{22}\z").And.Length.EqualTo(ChallengeId.Length));
        Assert.That(Base64Url.DecodeFromChars(id.Value), Has.Length.EqualTo(16));
        Assert.That(ChallengeId.TryParse(id.Value, out var read), Is.True);
        Assert.That(read, Is.EqualTo(id));
    }

    [Test]
    public void Each_of_the_128_bits_is_random()
    {
        // That a fair bit is the same in all of them happens once in 2^250 runs.
        var ids = Enumerable.Range(0, 256).Select(_ => Base64Url.DecodeFromChars(ChallengeId.Generate().Value)).ToList();

        for (var bit = 0; bit < 128; bit++)
        {
            Assert.That(ids.Select(id => id[bit / 8] >> (bit % 8) & 1).Distinct().Count(), Is.EqualTo(2), $"bit {bit}");
        }

        Assert.That(ids.Select(Convert.ToHexString), Is.Unique);
    }

    [TestCase("abcdefghijklmnopqrstu")]
    [TestCase("abcdefghijklmnopqrstuvw")]
    [TestCase("abcdefghijklmnopqrstu=")]
    [TestCase("abcdefghijklmnopqrstu+")]
    [TestCase("abcdefghijklmnopqrstu/")]
    [TestCase("abcdefghijklmnopqrstu ")]
    [TestCase("abcdefghijklmnopqrstuv\n")]
    [TestCase("abcdefghijklmnopqrstu\u00E4")]
    [TestCase("../../../../etc/passwd")]
    [TestCase("")]
    [TestCase(null)]
    public void Anything_but_22_characters_of_its_alphabet_is_refused(string? text)
    {
        Assert.That(ChallengeId.TryParse(text, out var id), Is.False);
        Assert.That(id, Is.EqualTo(default(ChallengeId)));
    }
}
