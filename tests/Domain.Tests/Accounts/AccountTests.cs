using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Tests.Accounts;

public sealed class AccountTests
{
    [Test]
    public void Only_a_verified_number_makes_an_account_recoverable()
    {
        Assert.That(AccountOf(phone: "+447700900123").IsRecoverable, Is.True);
        Assert.That(AccountOf(phone: null).IsRecoverable, Is.False);
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
