using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Import;
using CleanAuth.Infrastructure.Tests.Sms;
using CleanAuth.TestKit.Import;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Import;

public sealed class ImportedHashesTests
{
    private const int Rounds = 1_000;

    private static readonly AppUser s_nobody = new();

    private readonly ImportedHashes _hashes = Hashes(new LibCrypt(NullLogger<LibCrypt>.Instance, LibCrypt.Names));

    [TestCaseSource(typeof(HashVector), nameof(HashVector.All))]
    public void The_right_password_fits_what_another_program_made_and_asks_for_a_new_hash(HashVector vector) =>
        Assert.That(Verify(vector.Hash, vector.Password), Is.EqualTo(PasswordVerificationResult.SuccessRehashNeeded));

    [TestCaseSource(typeof(HashVector), nameof(HashVector.All))]
    public void A_wrong_password_does_not_fit(HashVector vector)
    {
        foreach (var wrong in new[] { "", vector.Password[1..], $"{vector.Password} ", $"{vector.Password}\0", $"{vector.Password}\0x", vector.Password.ToUpperInvariant(), vector.Hash })
        {
            // HMAC pads its key with zeros, so U+0000 is kept from PBKDF2 by the rule for passwords.
            if (!wrong.Contains('\0', StringComparison.Ordinal) || vector.Hash.StartsWith("$2", StringComparison.Ordinal))
            {
                Assert.That(Verify(vector.Hash, wrong), Is.EqualTo(PasswordVerificationResult.Failed));
            }
        }
    }

    [Test]
    public void What_bcrypt_never_read_does_not_matter_until_the_hash_is_replaced()
    {
        var vector = HashVector.PastBcrypt;

        Assert.That(Verify(vector.Hash, vector.Password), Is.EqualTo(PasswordVerificationResult.SuccessRehashNeeded));
        Assert.That(Verify(vector.Hash, vector.Password[..72]), Is.EqualTo(PasswordVerificationResult.SuccessRehashNeeded));
        Assert.That(Verify(vector.Hash, $"{vector.Password[..72]}{new string('y', 600)}"), Is.EqualTo(PasswordVerificationResult.SuccessRehashNeeded));
        Assert.That(Verify(vector.Hash, vector.Password[..71]), Is.EqualTo(PasswordVerificationResult.Failed));
        Assert.That(Verify(_hashes.HashPassword(s_nobody, vector.Password), vector.Password[..72]), Is.EqualTo(PasswordVerificationResult.Failed));
    }

    [Test]
    public void A_password_that_only_begins_right_before_a_U_0000_does_not_fit_bcrypt()
    {
        var vector = HashVector.Cheap;

        Assert.That(Verify(vector.Hash, vector.Password), Is.EqualTo(PasswordVerificationResult.SuccessRehashNeeded));
        Assert.That(Verify(vector.Hash, $"{vector.Password}\0 and anything"), Is.EqualTo(PasswordVerificationResult.Failed));
    }

    [Test]
    public void Our_own_hash_is_not_replaced_and_one_of_other_rounds_is()
    {
        var own = _hashes.HashPassword(s_nobody, "a password");

        Assert.That(Verify(own, "a password"), Is.EqualTo(PasswordVerificationResult.Success));
        foreach (var rounds in new[] { Rounds - 1, Rounds + 1 })
        {
            var other = Hashes(new LibCrypt(NullLogger<LibCrypt>.Instance), rounds).HashPassword(s_nobody, "a password");
            Assert.That(Verify(other, "a password"), Is.EqualTo(PasswordVerificationResult.SuccessRehashNeeded), $"{rounds}");
        }
    }

    [Test]
    public void What_stands_in_the_table_by_whatever_way_fails_and_never_throws()
    {
        foreach (var planted in HashVector.Malformed.Concat(HashVector.Dear.Where(text => text[0] == '$')).Append(new string('A', 4_096)))
        {
            Assert.That(Verify(planted, "correct horse battery staple"), Is.EqualTo(PasswordVerificationResult.Failed), planted);
            Assert.That(Verify(planted, ""), Is.EqualTo(PasswordVerificationResult.Failed), planted);
        }
    }

    [TestCase("libc.so.6", TestName = "A library without crypt_rn knows no bcrypt")]
    [TestCase("lib-that-is-nowhere.so.1", TestName = "A library that is not there knows no bcrypt")]
    public void Without_a_library_no_password_fits_bcrypt_and_an_operator_is_told(string library)
    {
        using var log = new CapturedLog();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        var crypt = new LibCrypt(factory.CreateLogger<LibCrypt>(), library);

        Assert.That(crypt.KnowsBcrypt, Is.False);
        Assert.That(Hashes(crypt).VerifyHashedPassword(s_nobody, HashVector.Cheap.Hash, HashVector.Cheap.Password), Is.EqualTo(PasswordVerificationResult.Failed));
        Assert.That(log.Lines.Single(), Does.Contain("cannot be checked on this machine").And.Not.Contain(HashVector.Cheap.Hash));
    }

    [Test]
    public async Task Many_threads_at_once_get_the_right_answer()
    {
        var vectors = HashVector.All.Where(vector => vector.Hash.StartsWith("$2", StringComparison.Ordinal)).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 160).Select(i => Task.Run(() =>
        {
            var vector = vectors[i % vectors.Count];
            return (IsRight: i % 3 != 0, Result: Verify(vector.Hash, i % 3 != 0 ? vector.Password : "wrong"));
        })));

        Assert.That(answers.Select(answer => answer.Result == PasswordVerificationResult.SuccessRehashNeeded), Is.EqualTo(answers.Select(answer => answer.IsRight)));
    }

    private static ImportedHashes Hashes(LibCrypt crypt, int rounds = Rounds)
    {
        var options = Options.Create(new PasswordHasherOptions { IterationCount = rounds });
        return new ImportedHashes(new PasswordHasher<AppUser>(options), options, crypt);
    }

    private PasswordVerificationResult Verify(string hash, string password) => _hashes.VerifyHashedPassword(s_nobody, hash, password);
}
