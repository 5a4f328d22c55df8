using CleanAuth.Application.Accounts;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
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
        Mock.VerifyAll(_accounts, _proofs, _challenges, _sessions, _audit, _notices);
    }

    [Test]
    public async Task The_same_number_again_is_not_told_as_news()
    {
        Changes(Some.Phone);

        Assert.That((await SetPhoneAsync()).IsSuccess, Is.True);
        _notices.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_proof_that_is_not_this_accounts_is_refused()
    {
        Finds(null);

        Assert.That((await SetPhoneAsync()).Error, Is.EqualTo(OtpErrors.ProofInvalid));
    }

    [Test]
    public async Task A_proof_that_somebody_spends_meanwhile_changes_nothing()
    {
        Finds(Proof());
        Spends(false);

        Assert.That((await SetPhoneAsync()).Error, Is.EqualTo(OtpErrors.ProofInvalid));
        Assert.That(_transactions.Committed, Is.Zero);
    }

    [Test]
    public async Task A_number_of_another_account_is_told_and_undoes_the_spending_of_the_proof()
    {
        Finds(Proof());
        Spends(true);
        Holds(s_old);
        Sets(AccountErrors.PhoneTaken);

        Assert.That((await SetPhoneAsync()).Error, Is.EqualTo(AccountErrors.PhoneTaken));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    private void Tells(NoticeKind kind, PhoneNumber to) =>
        _notices.Setup(n => n.TellAsync(new Notice(kind, Some.AccountId, to, _clock.Now), Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask);

    private Task<Result<PhoneSet>> SetPhoneAsync() =>
        new SetPhoneHandler(_accounts.Object, _proofs.Object, _challenges.Object, _sessions.Object, _audit.Object, _notices.Object, _transactions, _clock)
            .Handle(new SetPhoneCommand(Some.AccountId, Some.SessionId, Some.Token.Reveal()), Some.Ct);

    private void Changes(PhoneNumber before)
    {
        Finds(Proof());
        Spends(true);
        Holds(before);
        Sets(Some.Done);
        _challenges.Setup(c => c.EndAllAsync(Some.AccountId, _clock.Now, Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask);
        _sessions.Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.FactorChanged, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(true);
        _audit.Expects(SecurityEvent.PhoneChanged, _clock.Now, Some.AccountId, Some.SessionId);
    }

    private PhoneProof Proof() => new(Some.Phone, Some.AccountId, _clock.Now, _clock.Now.AddMinutes(10));

    private void Finds(PhoneProof? proof) => _proofs.Setup(p => p.FindAsync(TheToken(), Some.AccountId, _clock.Now, Some.Ct)).ReturnsAsync(proof);

    private void Spends(bool won) =>
        _proofs.Setup(p => p.SpendAsync(TheToken(), Some.AccountId, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(won);

    private void Holds(PhoneNumber before) =>
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(InTransaction).ReturnsAsync(Some.Account(phone: before));

    private void Sets(Result<Done> outcome) => _accounts.Setup(a => a.SetPhoneAsync(Some.AccountId, Some.Phone, Some.Ct)).Callback(InTransaction).ReturnsAsync(outcome);

    private void InTransaction() => Assert.That(_transactions.IsRunning, Is.True);

    private static OpaqueToken TheToken() => It.Is<OpaqueToken>(token => token.Reveal() == Some.Token.Reveal());
}
