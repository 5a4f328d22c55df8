using System.Buffers.Text;
using System.Security.Cryptography;
using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Tests.Security;

public sealed class OpaqueTokenTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Test]
    public void A_new_token_is_256_bits_in_43_characters_and_is_read_back()
    {
        var token = OpaqueToken.Generate();

        Assert.That(token.Reveal(), Does.Match(@"^[A-Za-z0-9_-]{43}\z").And.Length.EqualTo(OpaqueToken.Length));
        Assert.That(token.Bytes32().Length, Is.EqualTo(32));
        Assert.That(OpaqueToken.Parse(token.Reveal()).Reveal(), Is.EqualTo(token.Reveal()));
    }

    [Test]
    public void Each_of_the_256_bits_is_random()
    {
        // That a fair bit is the same in all of them happens once in 2^250 runs.
        var tokens = Enumerable.Range(0, 256).Select(_ => OpaqueToken.Generate().Bytes32().ToArray()).ToList();

        for (var bit = 0; bit < 256; bit++)
        {
            Assert.That(tokens.Select(token => token[bit / 8] >> (bit % 8) & 1).Distinct().Count(), Is.EqualTo(2), $"bit {bit}");
        }

        Assert.That(tokens.Select(Convert.ToHexString), Is.Unique);
    }

    [Test]
    public void A_token_has_exactly_one_last_character_of_the_four_that_decode_alike()
    {
        // 43 characters carry 258 bits: the last two are stray, and a lenient decoder would drop them.
        var text = OpaqueToken.Generate().Reveal();
        var spellings = Alphabet.Select(last => text[..^1] + last)
            .Where(spelling => Decoded(spelling).SequenceEqual(Base64Url.DecodeFromChars(text))).ToList();
        Assert.That(spellings, Has.Count.EqualTo(4));

        Assert.That(spellings.Where(spelling => OpaqueToken.TryParse(spelling, out _)), Is.EqualTo(new[] { text }));
    }

    [Test]
    public void Padding_blanks_and_the_other_base64_alphabet_are_refused()
    {
        var text = OpaqueToken.FromBytes([.. Enumerable.Repeat((byte)0xFB, 32)]).Reveal();
        Assert.That(text, Does.Contain("-").And.Contains("_"));

        string[] spellings =
        [
            text + "=", text[..^1] + "=", " " + text, text + " ", text + "\n", text.Insert(20, " "), text.Insert(20, "\r\n"), text[..20] + " " + text[21..],
            text.Replace('-', '+'), text.Replace('_', '/'), text[..^1], text + "A", text + "\0", "\uFF21" + text[1..], "", new string(' ', OpaqueToken.Length),
        ];

        Assert.That(OpaqueToken.TryParse(text, out _), Is.True);
        Assert.That(spellings.Where(spelling => OpaqueToken.TryParse(spelling, out _)), Is.Empty);
        Assert.That(OpaqueToken.TryParse(null, out _), Is.False);
    }

    [Test]
    public void What_is_stored_is_the_SHA_256_of_the_bytes_not_of_the_text()
    {
        var token = OpaqueToken.FromBytes(new byte[32]);

        // sha256sum of 32 zero bytes, computed outside .NET.
        Assert.That(Convert.ToHexString(token.Hash()), Is.EqualTo("66687AADF862BD776C8FC18B8E9F8E20089714856EE233B3902A591D0D5F2925"));
        Assert.That(OpaqueToken.Parse(token.Reveal()).Hash(), Is.EqualTo(token.Hash()));
    }

    [Test]
    public void The_bytes_are_copied_so_that_nobody_changes_a_token_afterwards()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        var token = OpaqueToken.FromBytes(bytes);
        var before = token.Reveal();

        bytes[0] ^= 1;

        Assert.That(token.Reveal(), Is.EqualTo(before));
    }

    [TestCase(31)]
    [TestCase(33)]
    public void Other_lengths_of_key_material_are_refused(int length) =>
        Assert.That(() => OpaqueToken.FromBytes(new byte[length]), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void It_prints_nothing()
    {
        Assert.That($"{OpaqueToken.Generate()}", Is.EqualTo("OpaqueToken(***)"));
        Assert.That(() => OpaqueToken.Parse("secret"), Throws.TypeOf<FormatException>().With.Message.Not.Contains("secret"));
    }

    private static byte[] Decoded(string text)
    {
        // The lenient decoder that most servers use.
        var padded = text.Replace('-', '+').Replace('_', '/') + "=";
        return Convert.FromBase64String(padded);
    }
}
