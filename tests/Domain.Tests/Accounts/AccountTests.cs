using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Tests.Accounts;

public sealed class AccountTests
{
    [TestCase("+447700900123", 0, true)]
    [TestCase(null, 1, true)]
    [TestCase(null, 0, false)]
    public void Only_a_verified_number_or_a_recovery_code_makes_an_account_recoverable(string? phone, int codesLeft, bool recoverable) =>
        Assert.That(AccountOf(phone).IsRecoverable(codesLeft), Is.EqualTo(recoverable));

    [Test]
    public void A_number_is_young_for_24_hours_after_it_changed_and_one_from_sign_up_never_was()
    {
        var changedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        Assert.That(Account.IsYoungNumber(changedAt, changedAt.AddHours(24).AddTicks(-1)), Is.True);
        Assert.That(Account.IsYoungNumber(changedAt, changedAt.AddHours(24)), Is.False);
        Assert.That(Account.IsYoungNumber(changedAt: null, changedAt), Is.False);
    }

    [Test]
    public void A_password_hash_prints_nothing()
    {
        var hash = new PasswordHash("AQAAAAIAAzRQ");

        Assert.That($"{hash}", Is.EqualTo("PasswordHash(***)"));
        Assert.That(hash.Reveal(), Is.EqualTo("AQAAAAIAAzRQ"));
    }

    private static Account AccountOf(string? phone) => new()
    {
        Id = new AccountId(Guid.Empty),
        Email = EmailAddress.Parse("ann@example.com"),
        PhoneNumber = phone is null ? null : PhoneNumber.Parse(phone),
    };
}
