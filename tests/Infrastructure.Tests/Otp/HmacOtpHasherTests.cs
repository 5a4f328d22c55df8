using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Infrastructure.Otp;
using CleanAuth.Infrastructure.Tests.Security;

namespace CleanAuth.Infrastructure.Tests.Otp;

public sealed class HmacOtpHasherTests
{
    private static readonly string s_old = TestKeys.NewMasterKey("old");
    private static readonly string s_new = TestKeys.NewMasterKey("new");
    private static readonly OtpCode s_code = Code("123456");
    private static readonly OtpScope s_scope = new(OtpPurpose.SecondFactor, new AccountId(Id(1)), new PendingLoginId(Id(2)));
    private static readonly OtpChallenge s_challenge = new(
        new ChallengeId("AAAAAAAAAAAAAAAAAAAAAA"), s_scope, Phone("+447700900123"), "K7", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(5));

    private readonly HmacOtpHasher _hasher = new(TestKeys.Master(s_old));

    public static IEnumerable<TestCaseData<OtpChallenge>> Swapped() =>
    [
        Case("the challenge", s_challenge with { Id = new ChallengeId("AAAAAAAAAAAAAAAAAAAAAB") }),
        Case("the number", s_challenge with { Phone = Phone("+447700900124") }),
        Case("the purpose", s_challenge with { Scope = s_scope with { Purpose = OtpPurpose.PhoneVerification } }),
        Case("the account", s_challenge with { Scope = s_scope with { Account = new AccountId(Id(3)) } }),
        Case("no account", s_challenge with { Scope = s_scope with { Account = null } }),
        Case("the log-in", s_challenge with { Scope = s_scope with { Login = new PendingLoginId(Id(3)) } }),
        Case("no log-in", s_challenge with { Scope = s_scope with { Login = null } }),
        Case("account and log-in exchanged", s_challenge with { Scope = s_scope with { Account = new AccountId(Id(2)), Login = new PendingLoginId(Id(1)) } }),
    ];

    [Test]
    public void A_code_verifies_for_its_own_challenge_and_no_other_code_does()
    {
        var hash = _hasher.Hash(s_challenge, s_code);

        Assert.That((hash.KeyId, hash.Value.Length), Is.EqualTo(("old", 32)));
        Assert.That(_hasher.Verify(s_challenge, s_code, hash), Is.True);
        Assert.That(_hasher.Verify(s_challenge, Code("123457"), hash), Is.False);
        Assert.That(_hasher.Verify(s_challenge, Code("1234560"), hash), Is.False);
    }

    [TestCaseSource(nameof(Swapped))]
    public void A_code_does_not_verify_with_any_one_part_swapped(OtpChallenge other) =>
        Assert.That(_hasher.Verify(other, s_code, _hasher.Hash(s_challenge, s_code)), Is.False);

    [Test]
    public void An_account_in_the_place_of_a_log_in_is_not_the_same_bytes()
    {
        var account = s_challenge with { Scope = new OtpScope(OtpPurpose.SecondFactor, Account: new AccountId(Id(1))) };
        var login = s_challenge with { Scope = new OtpScope(OtpPurpose.SecondFactor, Login: new PendingLoginId(Id(1))) };

        Assert.That(_hasher.Hash(account, s_code).Value, Is.Not.EqualTo(_hasher.Hash(login, s_code).Value));
    }

    [Test]
    public void A_digit_cannot_move_from_one_part_to_the_next()
    {
        // Written one after the other without lengths, these two would be the same characters.
        var longer = s_challenge with { Id = new ChallengeId("AAAAAAAAAAAAAAAAAAAAAA1") };

        Assert.That(_hasher.Hash(longer, Code("234567")).Value, Is.Not.EqualTo(_hasher.Hash(s_challenge, Code("1234567")).Value));
    }

    [Test]
    public void A_code_that_was_hashed_under_the_previous_master_key_still_verifies()
    {
        var hash = _hasher.Hash(s_challenge, s_code);
        var rotated = new HmacOtpHasher(TestKeys.Master(s_new, s_old));

        Assert.That(rotated.Verify(s_challenge, s_code, hash), Is.True);
        Assert.That(rotated.Verify(s_challenge, Code("654321"), hash), Is.False);
        Assert.That(rotated.Hash(s_challenge, s_code).KeyId, Is.EqualTo("new"));
    }

    [Test]
    public void A_code_whose_key_is_gone_or_another_one_is_refused()
    {
        var hash = _hasher.Hash(s_challenge, s_code);

        Assert.That(new HmacOtpHasher(TestKeys.Master(s_new)).Verify(s_challenge, s_code, hash), Is.False);
        Assert.That(new HmacOtpHasher(TestKeys.Master(s_new, s_old)).Verify(s_challenge, s_code, hash with { KeyId = "new" }), Is.False);
        Assert.That(new HmacOtpHasher(TestKeys.Master(TestKeys.NewMasterKey("old"))).Verify(s_challenge, s_code, hash), Is.False);
    }

    [Test]
    public void Every_changed_or_missing_byte_of_the_hash_is_refused()
    {
        var hash = _hasher.Hash(s_challenge, s_code);
        for (var i = 0; i < hash.Value.Length; i++)
        {
            var changed = hash.Value.ToArray();
            changed[i] ^= 1;
            Assert.That(_hasher.Verify(s_challenge, s_code, hash with { Value = changed }), Is.False);
            Assert.That(_hasher.Verify(s_challenge, s_code, hash with { Value = hash.Value[..i] }), Is.False);
        }
    }

    private static OtpCode Code(string digits) => OtpCode.TryParse(digits, out var code) ? code : throw new ArgumentException(digits);

    private static PhoneNumber Phone(string number) => PhoneNumber.TryParse(number, out var phone) ? phone : throw new ArgumentException(number);

    private static Guid Id(byte last) => new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last);

    private static TestCaseData<OtpChallenge> Case(string name, OtpChallenge challenge) => new(challenge) { TestName = $"{{m}}({name})" };
}
