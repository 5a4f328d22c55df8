using System.Security.Cryptography;
using System.Xml.Linq;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Tests.Security;

public sealed class KeyRingCipherTests
{
    private const string Secret = "c2VjcmV0LWtleS1ieXRlcw==";

    private static readonly string s_old = TestKeys.NewMasterKey("old");
    private static readonly string s_new = TestKeys.NewMasterKey("new");
    private static readonly XElement s_clear = new("masterKey", new XElement("value", Secret));

    [Test]
    public void A_sealed_element_shows_the_id_of_its_key_and_nothing_of_what_is_inside()
    {
        var closed = Cipher(s_old).Seal(s_clear);

        Assert.That(closed.ToString(), Does.Contain("keyId=\"old\"").And.Not.Contains(Secret).And.Not.Contains("value"));
        Assert.That(Convert.FromBase64String(closed.Value), Has.Length.EqualTo(12 + 16 + s_clear.ToString(SaveOptions.DisableFormatting).Length));
    }

    [Test]
    public void A_sealed_element_opens_with_its_key_while_that_is_configured()
    {
        var closed = Cipher(s_old).Seal(s_clear);

        Assert.That(Cipher(s_old).Open(closed).ToString(), Is.EqualTo(s_clear.ToString()));
        Assert.That(Cipher(s_new, s_old).Open(closed).ToString(), Is.EqualTo(s_clear.ToString()));
        Assert.That(() => Cipher(s_new).Open(closed), Throws.InstanceOf<CryptographicException>().With.Message.Contains("'old'").And.Message.Contains("Security:PreviousMasterKeys"));
        Assert.That(() => Cipher(TestKeys.NewMasterKey("old")).Open(closed), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public void The_same_element_is_never_sealed_with_the_same_nonce()
    {
        var cipher = Cipher(s_old);

        var nonces = Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(Convert.FromBase64String(cipher.Seal(s_clear).Value)[..12]));

        Assert.That(nonces, Is.Unique);
    }

    [Test]
    public void Every_changed_byte_is_noticed()
    {
        var closed = Cipher(s_old).Seal(s_clear);
        var box = Convert.FromBase64String(closed.Value);

        for (var i = 0; i < box.Length; i++)
        {
            box[i] ^= 1;
            closed.Value = Convert.ToBase64String(box);
            Assert.That(() => Cipher(s_old).Open(closed), Throws.InstanceOf<CryptographicException>(), $"byte {i}");
            box[i] ^= 1;
        }

        closed.Value = Convert.ToBase64String(box[..27]);
        Assert.That(() => Cipher(s_old).Open(closed), Throws.InstanceOf<CryptographicException>(), "cut");
    }

    [Test]
    public void What_is_not_sealed_does_not_open([Values("<key/>", "<key keyId=\"old\">AAAA</key>", "<sealedByMasterKey/>", "<sealedByMasterKey keyId=\"old\">?</sealedByMasterKey>")] string xml) =>
        Assert.That(() => Cipher(s_old).Open(XElement.Parse(xml)), Throws.InstanceOf<CryptographicException>());

    [Test]
    public void The_id_of_the_key_is_bound_to_the_element()
    {
        // The same bytes under two ids: only the associated data tells them apart.
        var twin = $"twin{s_old[3..]}";
        var closed = Cipher(s_old).Seal(s_clear);

        closed.SetAttributeValue("keyId", "twin");

        Assert.That(() => Cipher(twin).Open(closed), Throws.InstanceOf<CryptographicException>());
    }

    private static KeyRingCipher Cipher(string current, params string[] previous) => new(TestKeys.Master(current, previous));
}
