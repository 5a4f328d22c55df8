using System.Buffers.Text;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

/// <summary>Attack 6 of security-requirements section 20: a valid token has one spelling.</summary>
public sealed class TokenSpellingTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly TokenForge _forge = new();

    [OneTimeTearDown]
    public void DisposeForge() => _forge.Dispose();

    [Test]
    public void Every_changed_byte_of_header_payload_or_signature_is_refused([Range(0, 2)] int part)
    {
        var parts = _forge.AccessToken.Split('.');
        var bytes = Base64Url.DecodeFromChars(parts[part]);

        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var bit in new byte[] { 1, 0x20, 0x80 })
            {
                bytes[i] ^= bit;
                parts[part] = Base64Url.EncodeToString(bytes);
                Assert.That(_forge.IsTaken(string.Join('.', parts)), Is.False, $"byte {i}, bit {bit}");
                bytes[i] ^= bit;
            }
        }
    }

    [Test]
    public void Every_changed_character_is_refused()
    {
        var token = _forge.AccessToken;
        for (var i = 0; i < token.Length; i++)
        {
            foreach (var other in "A.=+/ \t\n\0-_zй\uD800".Where(other => other != token[i]))
            {
                Assert.That(_forge.IsTaken($"{token[..i]}{other}{token[(i + 1)..]}"), Is.False, $"character {i}, {(int)other:X4}");
            }
        }
    }

    [Test]
    public void A_character_more_or_less_anywhere_is_refused()
    {
        var token = _forge.AccessToken;
        for (var i = 0; i <= token.Length; i++)
        {
            foreach (var more in "A.= \r\n\t\0")
            {
                Assert.That(_forge.IsTaken(token.Insert(i, $"{more}")), Is.False, $"character {i}, {(int)more:X4} more");
            }

            Assert.That(i < token.Length && _forge.IsTaken(token.Remove(i, 1)), Is.False, $"character {i} less");
        }
    }

    [Test]
    public void Padding_is_refused([Range(0, 2)] int part, [Values("=", "==", "%3D")] string padding)
    {
        var parts = _forge.AccessToken.Split('.');
        parts[part] += padding;

        Assert.That(_forge.IsTaken(string.Join('.', parts)), Is.False);
    }

    [Test]
    public void Stray_bits_in_the_last_character_of_a_part_are_refused([Range(0, 2)] int part)
    {
        // Of three tokens whose payloads end at every place in a group of three bytes, at least two have bits to spare in each part.
        var seconds = 0;
        foreach (var client in new[] { "a", "ab", "abc" })
        {
            var token = _forge.Sign(_forge.Header, _forge.PayloadWith("client_id", client));
            var parts = token.Split('.');
            var (head, last) = (parts[part][..^1], parts[part][^1]);
            Assert.That(_forge.IsTaken(token), Is.True);

            foreach (var twin in Alphabet.Where(c => c != last && SameBytes(head + c, head + last)))
            {
                parts[part] = head + twin;
                Assert.That(_forge.IsTaken(string.Join('.', parts)), Is.False, $"{last} as {twin}");
                seconds++;
            }
        }

        Assert.That(part == 0 || seconds > 0, "no second spelling was tried");
    }

    [Test]
    public void Blanks_another_order_and_escapes_in_the_header_are_refused_under_a_signature_of_our_own_key()
    {
        string[] headers =
        [
            $" {_forge.Header}", $"{_forge.Header} ", $"{_forge.Header}\n", $"\uFEFF{_forge.Header}", _forge.Header.Replace(":", ": ", StringComparison.Ordinal),
            _forge.Header.Replace("alg", "\\u0061lg", StringComparison.Ordinal), _forge.Header.Replace("ES256", "\\u0045S256", StringComparison.Ordinal),
            $$"""{"typ":"at+jwt","alg":"ES256","kid":"{{_forge.Key.Kid}}"}""", $"{_forge.Header}{{}}", $"[{_forge.Header}]", _forge.Header.Replace("alg", "Alg", StringComparison.Ordinal),
            $"{_forge.Header[..^1]},}}", $"{_forge.Header}/**/", $"{_forge.Header[..^1]} ", $"{_forge.Header[..^2]}'}}", "{}", "", "null", "\0",
        ];

        foreach (var header in headers)
        {
            Assert.That(_forge.IsTaken(_forge.Sign(header, _forge.Payload)), Is.False, header);
        }
    }

    [Test]
    public void A_claim_that_comes_twice_is_refused_under_a_signature_of_our_own_key(
        [Values("sub", "sid", "iss", "aud", "exp", "iat", "auth_time", "acr")] string name, [Values] bool escaped)
    {
        var payload = _forge.Payload;
        var start = payload.IndexOf($"\"{name}\":", StringComparison.Ordinal);
        var member = payload[start..payload.IndexOf(',', start)];
        var again = escaped ? member.Replace($"\"{name[0]}", $"\"\\u{(int)name[0]:x4}", StringComparison.Ordinal) : member;

        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, payload.Replace(member, $"{member},{again}", StringComparison.Ordinal))), Is.False);
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, $"{payload[..^1]},{again}}}")), Is.False);
    }

    [Test]
    public void A_payload_that_is_no_single_object_is_refused_without_a_fault(
        [Values("", "null", "[]", "1", "\"x\"", "{}", "{", "{\"sub\":", "\u0000")] string payload) =>
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, payload)), Is.False);

    [Test]
    public void A_payload_with_something_before_or_after_it_is_refused([Values("{}", "x", "/**/", "//", "\uFEFF", ",")] string more)
    {
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, _forge.Payload + more)), Is.False);
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, more + _forge.Payload)), Is.False);
    }

    [Test]
    public void A_token_of_4096_characters_is_read_and_one_of_4097_is_not()
    {
        // Every length but one in four can be written; trailing blanks are the payload's only part without meaning.
        var lengths = Enumerable.Range(2200, 400).Select(blanks => _forge.Sign(_forge.Header, _forge.Payload + new string(' ', blanks))).ToArray();

        Assert.That(lengths.Where(_forge.IsTaken).Max(token => token.Length), Is.EqualTo(4096));
        Assert.That(lengths.Where(token => token.Length <= 4096), Is.All.Matches<string>(_forge.IsTaken));
        Assert.That(lengths.Max(token => token.Length), Is.GreaterThan(4096));
    }

    [Test]
    public void What_is_no_token_at_all_is_refused_without_a_fault(
        [Values("", ".", "..", "...", "a", "a.b", "a.b.c", "a.b.c.d", "a.b.c.d.e", "..AAAA", " . . ", "\0.\0.\0", "\uD800.\uD800.\uD800")] string text) =>
        Assert.That(_forge.IsTaken(text), Is.False);

    [Test]
    public void A_megabyte_is_refused([Values('A', '.')] char sign) => Assert.That(_forge.IsTaken(new string(sign, 1_000_000)), Is.False);

    private static bool SameBytes(string text, string other)
    {
        var (bytes, others) = (new byte[text.Length], new byte[other.Length]);
        return Convert.TryFromBase64String(Padded(text), bytes, out var length)
            && Convert.TryFromBase64String(Padded(other), others, out var otherLength)
            && bytes.AsSpan(0, length).SequenceEqual(others.AsSpan(0, otherLength));
    }

    private static string Padded(string text) => text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
}
