using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

public sealed class SetSmsFactorTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    [TestCase(true, SecurityEvent.SmsFactorEnabled)]
    [TestCase(false, SecurityEvent.SmsFactorDisabled)]
    public async Task Switching_the_factor_ends_the_other_sessions_and_is_recorded(bool enabled, SecurityEvent what)
    {
        Sets(enabled, Some.Done);
        _sessions.Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.FactorChanged, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(true);
        _audit.Expects(what, _clock.Now, Some.AccountId, Some.SessionId);

        var result = await SetAsync(enabled);

        Assert.That(result.Value.RecoveryCodes, Is.Empty);
        Assert.That(_transactions.Committed, Is.EqualTo(1));
        Mock.VerifyAll(_accounts, _sessions, _audit);
    }

    [Test]
    public async Task Without_a_verified_number_nothing_changes_and_no_session_ends()
    {
        Sets(enabled: true, AccountErrors.PhoneNotVerified);

        Assert.That((await SetAsync(enabled: true)).Error, Is.EqualTo(AccountErrors.PhoneNotVerified));
        Assert.That(_transactions.Committed, Is.Zero);
    }

    [Test]
    public async Task A_session_that_another_one_ended_meanwhile_changes_nothing()
    {
        Sets(enabled: true, Some.Done);
        _sessions.Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.FactorChanged, _clock.Now, Some.Ct)).ReturnsAsync(false);

        Assert.That((await SetAsync(enabled: true)).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That(_transactions.RolledBack, Is.EqualTo(1));
    }

    private Task<Result<SmsFactorSet>> SetAsync(bool enabled) =>
        new SetSmsFactorHandler(_accounts.Object, _sessions.Object, _audit.Object, _transactions, _clock)
            .Handle(new SetSmsFactorCommand(Some.AccountId, Some.SessionId, enabled), Some.Ct);

    private void Sets(bool enabled, Result<Done> outcome) =>
        _accounts.Setup(a => a.SetSmsFactorAsync(Some.AccountId, enabled, Some.Ct)).Callback(InTransaction).ReturnsAsync(outcome);

    private void InTransaction() => Assert.That(_transactions.IsRunning, Is.True);
}
