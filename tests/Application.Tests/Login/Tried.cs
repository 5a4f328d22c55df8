using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Security;
using Moq;

namespace CleanAuth.Application.Tests.Login;

/// <summary>The ports behind <see cref="PasswordGate"/>, for tests to which the counting does not matter.</summary>
internal sealed class Tried(Mock<IAccounts> accounts, Mock<IAuditTrail> audit, FixedClock clock)
{
    private readonly Mock<IPasswordBudgets> _budgets = new(MockBehavior.Strict);

    internal PasswordGate Gate() =>
        new(
            accounts.Object, new PasswordTries(_budgets.Object, audit.Object, new PasswordBudgetPolicy(), clock), Mock.Of<IKnownSources>(),
            Mock.Of<IRequestSource>(request => request.Current == Source.None), clock);

    /// <summary>One try may be made, by a stranger, after so many wrong ones.</summary>
    internal void Expect(Account? account, int failures = 0)
    {
        var (counter, seen) = (PasswordCounter.OfStrangers(EmailAddress.Parse(Some.Email)), PasswordBudget.Fresh with { Failures = failures });
        accounts.Setup(a => a.FindCredentialAsync(counter.Email, Some.Ct)).ReturnsAsync(new Credential(account, account is null ? null : new PasswordHash("hash")));
        _budgets.Setup(b => b.FindAsync(counter, Some.Ct)).ReturnsAsync(seen);
        _budgets.Setup(b => b.TryCountAsync(counter, seen, It.IsAny<PasswordBudget>(), Some.Ct)).ReturnsAsync(true);
        _budgets.Setup(b => b.ClearAsync(counter, Some.Ct)).ReturnsAsync(true);
    }

    /// <summary>What the comparison gives.</summary>
    internal void Compares(Result<bool> outcome) => accounts.Setup(a => a.CheckPasswordAsync(
        It.IsAny<Credential>(), Some.Password, It.IsAny<Func<CancellationToken, Task<Result<Done>>>>(), Some.Ct)).ReturnsAsync(outcome);
}
