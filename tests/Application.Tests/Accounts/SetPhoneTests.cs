using CleanAuth.Application.Accounts;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using Moq;

namespace CleanAuth.Application.Tests.Accounts;

public sealed class SetPhoneTests
{
    private static readonly PhoneNumber s_old = PhoneNumber.Parse("+447700900999");

    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IPhoneProofs> _proofs = new(MockBehavior.Strict);
    private readonly Mock<IOtpChallenges> _challenges = new(MockBehavior.Strict);
    private readonly Mock<IErasure> _erasure = new(MockBehavior.Strict);
    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly Mock<INotices> _notices = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    [Test]
    public async Task A_proved_number_becomes_the_verified_one_ends_other_sessions_and_open_codes_and_both_numbers_are_told()
    {
        Changes(s_old);
        Tells(NoticeKind.PhoneReplaced, s_old);
        Tells(NoticeKind.PhoneAdopted, Some.Phone);

        var result = await SetPhoneAsync();

        Assert.That(result.Value, Is.EqualTo(new PhoneSet(Some.Phone.Value)));
        Assert.That(_transactions.Committed, Is.EqualTo(1));
        Mock.VerifyAll(_accounts, _proofs, _challenges, _erasure, _sessions, _audit, _notices);
    }

    [Test]
    public async Task A_first_number_is_young_too_and_nobody_else_is_told()
    {
        Changes(before: null);

        Assert.That((await SetPhoneAsync()).IsSuccess, Is.True);
        Mock.VerifyAll(_accounts, _challenges, _audit);
        _notices.VerifyNoOtherCalls();
    }

    [Test]
    public async Task The_same_number_again_grows_no_younger_and_is_not_told_as_news()
    {
        Holds(Some.Phone);
        Spends(Some.Phone);
        EndsOthers();

        Assert.That((await SetPhoneAsync()).IsSuccess, Is.True);
        _accounts.Verify(a => a.HoldAsync(Some.AccountId, Some.Ct), Times.Once);
        _accounts.VerifyNoOtherCalls();
        _notices.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_proof_that_is_not_this_accounts_or_was_spent_changes_nothing()
    {
        Holds(s_old);
        Spends(null);

        Assert.That((await SetPhoneAsync()).Error, Is.EqualTo(OtpErrors.ProofInvalid));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_number_of_another_account_is_told_and_undoes_the_spending_of_the_proof()
    {
        Holds(s_old);
        Spends(Some.Phone);
        Sets(AccountErrors.PhoneTaken);

        Assert.That((await SetPhoneAsync()).Error, Is.EqualTo(AccountErrors.PhoneTaken));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_session_that_is_over_changes_nothing()
    {
        Changes(s_old, sessionLives: false);

        Assert.That((await SetPhoneAsync()).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    private void Tells(NoticeKind kind, PhoneNumber to) =>
        _notices.Setup(n => n.TellAsync(new Notice(kind, Some.AccountId, to, _clock.Now), Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask);

    private Task<Result<PhoneSet>> SetPhoneAsync() =>
        new SetPhoneHandler(
                _accounts.Object, new PhoneAdoption(_accounts.Object, _proofs.Object, _challenges.Object, Mock.Of<IResetTokens>(), _erasure.Object, _audit.Object, _notices.Object), _sessions.Object, _transactions, _clock)
            .Handle(new SetPhoneCommand(Some.AccountId, Some.SessionId, Some.Token.Reveal()), Some.Ct);

    private void Changes(PhoneNumber? before, bool sessionLives = true)
    {
        Holds(before);
        Spends(Some.Phone);
        Sets(Some.Done);
        _challenges.Setup(c => c.EndAllAsync(Some.AccountId, _clock.Now, Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask);
        if (before is not null)
        {
            _erasure.Setup(e => e.ForgetNumberAsync(before, _clock.Now, Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask);
        }

        EndsOthers(sessionLives);
        _audit.Expects(SecurityEvent.PhoneChanged, _clock.Now, Some.AccountId, Some.SessionId);
    }

    private void EndsOthers(bool lives = true) =>
        _sessions.Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.FactorChanged, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(lives);

    private void Spends(PhoneNumber? proved) =>
        _proofs.Setup(p => p.SpendAsync(TheToken(), Some.AccountId, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(proved);

    private void Holds(PhoneNumber? before) =>
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(InTransaction).ReturnsAsync(Some.Account(withPhone: before is not null, phone: before));

    private void Sets(Result<Done> outcome) =>
        _accounts.Setup(a => a.SetPhoneAsync(Some.AccountId, Some.Phone, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(outcome);

    private void InTransaction() => Assert.That(_transactions.IsRunning, Is.True);

    private static OpaqueToken TheToken() => It.Is<OpaqueToken>(token => token.Reveal() == Some.Token.Reveal());
}
