using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

public sealed class SetSmsFactorTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IRecoveryCodes> _codes = new(MockBehavior.Strict);
    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly Mock<INotices> _notices = new(MockBehavior.Strict);
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
        Tells(NoticeKind.SmsFactorEnabled);

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
        Tells(NoticeKind.SmsFactorDisabled);

        await SetAsync(enabled: false);

        _codes.Verify();
    }

    [TestCase(true, SecurityEvent.SmsFactorEnabled, NoticeKind.SmsFactorEnabled)]
    [TestCase(false, SecurityEvent.SmsFactorDisabled, NoticeKind.SmsFactorDisabled)]
    public async Task Switching_the_factor_beside_an_app_leaves_the_codes_ends_the_other_sessions_is_recorded_and_told(bool enabled, SecurityEvent what, NoticeKind told)
    {
        Sets(enabled, Some.Done, totpFactor: true);
        EndsOthers();
        _audit.Expects(what, _clock.Now, Some.AccountId, Some.SessionId);
        Tells(told);

        var result = await SetAsync(enabled);

        Assert.That(result.Value.RecoveryCodes, Is.Empty);
        Assert.That(_transactions.Committed, Is.EqualTo(1));
        Mock.VerifyAll(_accounts, _sessions, _notices);
        _audit.Verify();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_is_so_already_is_not_told_as_news(bool enabled)
    {
        Sets(enabled, Some.Done, totpFactor: true, before: enabled);
        EndsOthers();
        _audit.Expects(enabled ? SecurityEvent.SmsFactorEnabled : SecurityEvent.SmsFactorDisabled, _clock.Now, Some.AccountId, Some.SessionId);

        Assert.That((await SetAsync(enabled)).IsSuccess, Is.True);
        _notices.VerifyNoOtherCalls();
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

    [Test]
    public async Task The_last_factor_of_an_account_that_must_have_one_cannot_be_switched_off()
    {
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(InTransaction).ReturnsAsync(Some.Account(smsFactor: true));

        Assert.That((await SetAsync(enabled: false, RequiredFor.Everybody)).Error, Is.EqualTo(TwoFactorErrors.LastFactorRequired));
        Assert.That(_transactions.RolledBack, Is.EqualTo(1));
    }

    [TestCase(true, false, RequiredFor.Everybody)]
    [TestCase(false, true, RequiredFor.Everybody)]
    [TestCase(false, false, RequiredFor.Administrators)]
    public async Task Any_other_change_is_free(bool enabled, bool totpFactor, RequiredFor requiredFor)
    {
        Sets(enabled, Some.Done, totpFactor: totpFactor);
        Tells(enabled ? NoticeKind.SmsFactorEnabled : NoticeKind.SmsFactorDisabled);
        EndsOthers();
        _codes.Setup(c => c.ReplaceAsync(Some.AccountId, new List<RecoveryCode>(), _clock.Now, Some.Ct)).Returns(Task.CompletedTask);
        _audit.Expects(enabled ? SecurityEvent.SmsFactorEnabled : SecurityEvent.SmsFactorDisabled, _clock.Now, Some.AccountId, Some.SessionId);

        Assert.That((await SetAsync(enabled, requiredFor)).IsSuccess, Is.True);
    }

    private Task<Result<SmsFactorSet>> SetAsync(bool enabled, RequiredFor requiredFor = RequiredFor.None) =>
        new SetSmsFactorHandler(
                _accounts.Object, new FactorChanges(_codes.Object, _sessions.Object, _audit.Object, _notices.Object), _transactions, new TwoFactorPolicy { RequiredFor = requiredFor }, _clock)
            .Handle(new SetSmsFactorCommand(Some.AccountId, Some.SessionId, enabled), Some.Ct);

    private void Sets(bool enabled, Result<Done> outcome, int codesLeft = 10, bool totpFactor = false, bool? before = null)
    {
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(InTransaction).ReturnsAsync(Some.Account(smsFactor: before ?? !enabled, totpFactor: totpFactor));
        _accounts.Setup(a => a.SetSmsFactorAsync(Some.AccountId, enabled, Some.Ct)).Callback(InTransaction).ReturnsAsync(outcome);
        _codes.Setup(c => c.CountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(codesLeft);
    }

    private void EndsOthers() => _sessions
        .Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.FactorChanged, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(true);

    private void Tells(NoticeKind kind) => _notices
        .Setup(n => n.TellAsync(new Notice(kind, Some.AccountId, Some.Phone, _clock.Now), Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask).Verifiable(Times.Once);

    private void InTransaction() => Assert.That(_transactions.IsRunning, Is.True);
}
