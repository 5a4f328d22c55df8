using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Accounts;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Tests.Security;

public sealed class MasterKeysTests
{
    private static readonly string[] s_purposes =
        [.. typeof(KeyPurposes).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!)];

    [Test]
    public void No_two_purposes_and_no_two_master_keys_share_key_bytes()
    {
        var keys = TestKeys.Master(TestKeys.NewMasterKey("new"), TestKeys.NewMasterKey("old"));

        var derived = s_purposes.SelectMany(purpose => new[] { keys.Derive("new", purpose), keys.Derive("old", purpose) }).ToArray();
        var halves = derived.SelectMany(key => new[] { Convert.ToHexString(key[..16]), Convert.ToHexString(key[16..]) }).ToArray();

        Assert.That(s_purposes, Has.Length.GreaterThanOrEqualTo(4));
        Assert.That(halves, Is.Unique);
    }

    [Test]
    public void A_key_is_hkdf_sha256_of_the_master_key_with_the_purpose_as_info()
    {
        var master = RandomNumberGenerator.GetBytes(32);
        var keys = TestKeys.Master($"k1:{Convert.ToBase64String(master)}");

        // RFC 5869 2.2 and 2.3 for one block: no salt is 32 zeros.
        var extracted = HMACSHA256.HashData(new byte[32], master);
        var expanded = HMACSHA256.HashData(extracted, (byte[])[.. Encoding.ASCII.GetBytes("cleanauth/otp-code/v2"), 1]);

        Assert.That(keys.Derive("k1", KeyPurposes.OtpCode), Is.EqualTo(expanded));
    }

    [Test]
    public void A_key_stays_the_same_when_another_one_becomes_current()
    {
        var (old, @new) = (TestKeys.NewMasterKey("old"), TestKeys.NewMasterKey("new"));

        var before = TestKeys.Master(old).Derive("old", KeyPurposes.RefreshSuccessor);
        var after = TestKeys.Master(@new, old).Derive("old", KeyPurposes.RefreshSuccessor);

        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public void A_key_that_is_not_configured_is_named_in_the_fault()
    {
        var keys = TestKeys.Master(TestKeys.NewMasterKey("k1"));

        Assert.That(() => keys.Derive("gone", KeyPurposes.OtpCode), Throws.InvalidOperationException.With.Message.Contains("'gone'").And.Message.Contains("Security:PreviousMasterKeys"));
        Assert.That(keys.TryDerive("gone", KeyPurposes.OtpCode, out _), Is.False);
    }

    [Test]
    public void A_name_is_the_hmac_sha256_of_the_text_under_the_current_key_of_its_purpose()
    {
        var keys = TestKeys.Master(TestKeys.NewMasterKey("new"), TestKeys.NewMasterKey("old"));

        var name = keys.NameOf(KeyPurposes.UnknownNames, "zo\u00e9@example.com");

        Assert.That(name, Is.EqualTo(HMACSHA256.HashData(keys.Derive("new", KeyPurposes.UnknownNames), Encoding.UTF8.GetBytes("zo\u00e9@example.com"))));
        Assert.That(name, Is.Not.EqualTo(keys.NameOf(KeyPurposes.PasswordCounters, "zo\u00e9@example.com")));
    }

    [Test]
    public void The_key_of_a_number_is_always_made_with_the_current_master_key()
    {
        var (old, @new) = (TestKeys.NewMasterKey("old"), TestKeys.NewMasterKey("new"));
        var (number, other) = (Phone("+447700900123"), Phone("+447700900124"));

        var key = new NumberKeys(TestKeys.Master(@new, old)).Of(number);

        Assert.That(key, Has.Length.EqualTo(32).And.EqualTo(new NumberKeys(TestKeys.Master(@new)).Of(number)));
        Assert.That(key, Is.Not.EqualTo(new NumberKeys(TestKeys.Master(old)).Of(number)));
        Assert.That(key, Is.Not.EqualTo(new NumberKeys(TestKeys.Master(@new)).Of(other)));
    }

    private static PhoneNumber Phone(string number) => PhoneNumber.TryParse(number, out var phone) ? phone : throw new ArgumentException(number);
}
