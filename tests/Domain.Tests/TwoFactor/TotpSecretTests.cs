using System.Text;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.TwoFactor;

public sealed class TotpSecretTests
{
    [Test]
    public void Secrets_are_20_bytes_and_differ()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => TotpSecret.Generate()).ToList();

        Assert.That(secrets.Select(secret => secret.Reveal().Length), Has.All.EqualTo(20));
        Assert.That(secrets.Select(secret => secret.RevealText()), Is.Unique);
    }

    // Made with coreutils' base32.
    [TestCase("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    [TestCase("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("\u007f~}|{zyxwvutsrqponml", "P57H27D3PJ4XQ53WOV2HG4TROBXW43LM")]
    public void A_person_types_it_as_base32(string bytes, string text) => Assert.That(new TotpSecret(Encoding.ASCII.GetBytes(bytes)).RevealText(), Is.EqualTo(text));

    [TestCase(19)]
    [TestCase(21)]
    public void Another_length_is_none(int length) => Assert.That(() => new TotpSecret(new byte[length]), Throws.ArgumentException);

    [Test]
    public void It_prints_nothing() => Assert.That($"{TotpSecret.Generate()}", Is.EqualTo("TotpSecret(***)"));

    [Test]
    public void The_key_URI_names_the_issuer_twice_and_escapes_what_would_end_a_part()
    {
        var policy = new TotpPolicy { Issuer = "Ada & Sons/50%" };
        var secret = new TotpSecret(Encoding.ASCII.GetBytes("12345678901234567890"));

        var uri = KeyUri.Write(policy, EmailAddress.Parse("a&b=c%d#e+f@example.com"), secret);

        Assert.That(uri, Is.EqualTo(
            "otpauth://totp/Ada%20%26%20Sons%2F50%25:a%26b%3Dc%25d%23e%2Bf%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ada%20%26%20Sons%2F50%25&algorithm=SHA1&digits=6&period=30"));
    }
}
