using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

public sealed class UnlockAccountTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IFactorBudgets> _budgets = new(MockBehavior.Strict);
    private readonly Mock<IPasswordBudgets> _passwords = new(MockBehavior.Strict);
    private readonly Mock<IResetBudgets> _resets = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    [Test]
    public async Task Password_and_every_factor_of_the_account_get_their_tries_back_and_it_is_recorded()
    {
        var cleared = new List<Factor>();
        Finds(Some.Account());
        _budgets.Setup(b => b.ClearAsync(Some.AccountId, It.IsAny<Factor>(), Some.Ct))
            .Callback((AccountId _, Factor factor, CancellationToken _) =>
            {
                Assert.That(_transactions.IsRunning, Is.True);
                cleared.Add(factor);
            })
            .Returns(Task.CompletedTask);
        _passwords.Setup(p => p.ClearAsync(EmailAddress.Parse(Some.Email), Some.Ct))
            .Callback(() => Assert.That(_transactions.IsRunning, Is.True)).Returns(Task.CompletedTask).Verifiable(Times.Once);
        _resets.Setup(r => r.ClearAsync(Some.AccountId, It.IsAny<Factor>(), Some.Ct)).Returns(Task.CompletedTask);
        _accounts.Setup(a => a.SetBarAsync(Some.AccountId, null, Some.Ct)).Returns(Task.CompletedTask).Verifiable(Times.Once);
        _audit.Expects(SecurityEvent.AccountUnlocked, _clock.Now, Some.AccountId);

        Assert.That((await UnlockAsync()).IsSuccess, Is.True);
        _resets.Verify(r => r.ClearAsync(Some.AccountId, Factor.Sms, Some.Ct), Times.Once);
        _resets.Verify(r => r.ClearAsync(Some.AccountId, Factor.RecoveryCode, Some.Ct), Times.Once);
        Assert.That(cleared, Is.EquivalentTo(Enum.GetValues<Factor>()));
        _audit.VerifyAll();
        _passwords.VerifyAll();
    }

    [Test]
    public async Task An_unknown_address_clears_nothing()
    {
        Finds(null);

        Assert.That((await UnlockAsync()).Error, Is.EqualTo(AccountErrors.NotFound));
    }

    private Task<Result<Done>> UnlockAsync() =>
        new UnlockAccountHandler(_accounts.Object, new AccountUnlocking(_accounts.Object, _budgets.Object, _passwords.Object, _resets.Object), _audit.Object, _transactions, _clock)
            .Handle(new UnlockAccountCommand("ANN@example.com"), Some.Ct);

    private void Finds(Account? account) => _accounts.Setup(a => a.FindAsync(EmailAddress.Parse(Some.Email), Some.Ct)).ReturnsAsync(account);
}
