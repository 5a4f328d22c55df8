using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

public sealed class SetSmsFactorTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IRecoveryCodes> _codes = new(MockBehavior.Strict);
    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    [Test]
    public async Task The_first_factor_comes_with_ten_recovery_codes()
    {
        IReadOnlyList<RecoveryCode> stored = [];
        Sets(enabled: true, Some.Done, codesLeft: 0);
        EndsOthers();
        _codes.Setup(c => c.ReplaceAsync(Some.AccountId, It.IsAny<IReadOnlyList<RecoveryCode>>(), _clock.Now, Some.Ct))
            .Callback((AccountId _, IReadOnlyList<RecoveryCode> codes, DateTimeOffset _, CancellationToken _) => stored = codes).Returns(Task.CompletedTask);
        _audit.Expects(SecurityEvent.RecoveryCodesCreated, _clock.Now, Some.AccountId, Some.SessionId);
        _audit.Expects(SecurityEvent.SmsFactorEnabled, _clock.Now, Some.AccountId, Some.SessionId);

        var shown = (await SetAsync(enabled: true)).Value.RecoveryCodes;

        Assert.That(shown, Has.Count.EqualTo(10).And.EqualTo(stored.Select(code => code.RevealText())));
        _audit.Verify();
    }

    [Test]
    public async Task With_the_last_factor_go_the_recovery_codes()
    {
        Sets(enabled: false, Some.Done);
        EndsOthers();
        _codes.Setup(c => c.ReplaceAsync(Some.AccountId, new List<RecoveryCode>(), _clock.Now, Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask).Verifiable();
        _audit.Expects(SecurityEvent.SmsFactorDisabled, _clock.Now, Some.AccountId, Some.SessionId);

        await SetAsync(enabled: false);

        _codes.Verify();
    }

    [TestCase(true, SecurityEvent.SmsFactorEnabled)]
    [TestCase(false, SecurityEvent.SmsFactorDisabled)]
    public async Task Switching_the_factor_beside_an_app_leaves_the_codes_ends_the_other_sessions_and_is_recorded(bool enabled, SecurityEvent what)
    {
        Sets(enabled, Some.Done, totpFactor: true);
        EndsOthers();
        _audit.Expects(what, _clock.Now, Some.AccountId, Some.SessionId);

        var result = await SetAsync(enabled);

        Assert.That(result.Value.RecoveryCodes, Is.Empty);
        Assert.That(_transactions.Committed, Is.EqualTo(1));
        Mock.VerifyAll(_accounts, _sessions);
        _audit.Verify();
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
        new SetSmsFactorHandler(_accounts.Object, _codes.Object, new FactorChanges(_codes.Object, _sessions.Object, _audit.Object), _transactions, _clock)
            .Handle(new SetSmsFactorCommand(Some.AccountId, Some.SessionId, enabled), Some.Ct);

    private void Sets(bool enabled, Result<Done> outcome, int codesLeft = 10, bool totpFactor = false)
    {
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(InTransaction).ReturnsAsync(Some.Account(smsFactor: !enabled, totpFactor: totpFactor));
        _accounts.Setup(a => a.SetSmsFactorAsync(Some.AccountId, enabled, Some.Ct)).Callback(InTransaction).ReturnsAsync(outcome);
        _codes.Setup(c => c.CountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(codesLeft);
    }

    private void EndsOthers() => _sessions
        .Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.FactorChanged, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(true);

    private void InTransaction() => Assert.That(_transactions.IsRunning, Is.True);
}
