using CleanAuth.Application.Login;
using CleanAuth.Application.Tests.Sessions;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

public sealed class AuthenticateSecondFactorTests
{
    private static readonly OtpScope s_scope = new(OtpPurpose.SecondFactor, Some.AccountId, Some.LoginId);

    private readonly Mock<IOtpChallenges> _challenges = new(MockBehavior.Strict);
    private readonly Mock<IOtpHasher> _hasher = new(MockBehavior.Strict);
    private readonly Mock<IPendingLogins> _pendingLogins = new(MockBehavior.Strict);
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IFactorBudgets> _budgets = new(MockBehavior.Strict);
    private readonly Mock<IRecoveryCodes> _codes = new(MockBehavior.Strict);
    private readonly Mock<ISendGate> _gate = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly Mock<INotices> _notices = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();
    private readonly List<string> _calls = [];

    [Test]
    public async Task A_right_code_gives_a_session_of_two_factors()
    {
        var opened = new Opened(_transactions, _clock);
        Counts(Challenge());
        CountsForLogin(true);
        Compares(true);
        Consumes(true);
        SpendsLogin(true);
        opened.Expect(_audit);
        _gate.Setup(g => g.CountVerifiedAsync(Challenge().Challenge, Some.Ct)).Callback(() => Called("count verified", inTransaction: true)).Returns(Task.CompletedTask);

        var result = await AuthenticateAsync(opened);

        Assert.That(result.Value, Is.EqualTo(new LoginComplete(Opened.AccessToken, "Bearer", 600, opened.RefreshToken!.Reveal(), 1_209_600)));
        Assert.That(opened.Session!.Methods, Is.SameAs(AuthenticationMethods.PasswordAndSms));
        Assert.That(_calls[^1], Is.EqualTo("count verified"), "last, because everybody waits for that row");
        Assert.That(_transactions.Committed, Is.EqualTo(1));
    }

    [Test]
    public async Task An_account_without_a_recovery_code_gets_ten_with_its_log_in()
    {
        IReadOnlyList<RecoveryCode> stored = [];
        var opened = new Opened(_transactions, _clock);
        Counts(Challenge());
        CountsForLogin(true);
        Compares(true);
        Consumes(true);
        SpendsLogin(true);
        opened.Expect(_audit);
        _gate.Setup(g => g.CountVerifiedAsync(Challenge().Challenge, Some.Ct)).Returns(Task.CompletedTask);
        _codes.Setup(c => c.ReplaceAsync(Some.AccountId, It.IsAny<IReadOnlyList<RecoveryCode>>(), _clock.Now, Some.Ct))
            .Callback((AccountId _, IReadOnlyList<RecoveryCode> codes, DateTimeOffset _, CancellationToken _) => stored = codes).Returns(Task.CompletedTask);
        _audit.Expects(SecurityEvent.RecoveryCodesCreated, _clock.Now, Some.AccountId);

        var shown = (await AuthenticateAsync(opened, codesLeft: 0)).Value.RecoveryCodes;

        Assert.That(shown, Has.Count.EqualTo(10).And.EqualTo(stored.Select(code => code.RevealText())));
        _audit.Verify();
    }

    [Test]
    public async Task Both_tries_are_counted_before_anything_is_compared()
    {
        Counts(Challenge());
        CountsForLogin(true);
        Compares(false);
        _audit.Expects(SecurityEvent.SecondFactorFailed, _clock.Now, Some.AccountId);
        TellsOfFailures();

        await AuthenticateAsync();

        Assert.That(_calls, Is.EqualTo(new[] { "ask budget", "count challenge", "count login", "count budget", "compare", "tell" }));
    }

    [Test]
    public async Task A_wrong_code_is_recorded_and_uses_up_neither_the_challenge_nor_the_log_in()
    {
        Counts(Challenge());
        CountsForLogin(true);
        Compares(false);
        _audit.Expects(SecurityEvent.SecondFactorFailed, _clock.Now, Some.AccountId);
        TellsOfFailures();

        var result = await AuthenticateAsync();

        Assert.That(result.Error, Is.EqualTo(OtpErrors.CodeInvalid));
        _challenges.Verify(c => c.ConsumeAsync(It.IsAny<ChallengeId>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Never);
        _audit.VerifyAll();
    }

    private static readonly Error[] s_refusals =
        [OtpErrors.ChallengeNotFound, OtpErrors.ChallengeExpired, OtpErrors.ChallengeExhausted, OtpErrors.ChallengeUsed, OtpErrors.CodeSuperseded];

    [TestCaseSource(nameof(s_refusals))]
    public async Task A_challenge_that_is_over_says_why_and_nothing_is_compared(Error refusal)
    {
        Counts(refusal);

        Assert.That((await AuthenticateAsync()).Error, Is.SameAs(refusal));
        Assert.That(_calls, Is.EqualTo(new[] { "ask budget", "count challenge" }));
    }

    [Test]
    public async Task A_log_in_that_is_over_or_out_of_tries_is_refused_before_anything_is_compared()
    {
        Counts(Challenge());
        CountsForLogin(false);

        Assert.That((await AuthenticateAsync()).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That(_calls, Is.EqualTo(new[] { "ask budget", "count challenge", "count login" }));
    }

    [Test]
    public async Task A_code_that_was_just_used_gives_nothing()
    {
        Counts(Challenge());
        CountsForLogin(true);
        Compares(true);
        Consumes(false);

        Assert.That((await AuthenticateAsync()).Error, Is.EqualTo(OtpErrors.ChallengeUsed));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_log_in_that_somebody_finished_meanwhile_gives_nothing_and_the_code_stays_unused()
    {
        Counts(Challenge());
        CountsForLogin(true);
        Compares(true);
        Consumes(true);
        SpendsLogin(false);

        Assert.That((await AuthenticateAsync()).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    [TestCase(true, true, true)]
    [TestCase(false, false, true)]
    [TestCase(false, true, false)]
    [TestCase(false, false, false)]
    public async Task An_account_that_was_disabled_or_changed_its_factor_meanwhile_gets_nothing_and_the_code_stays_unused(
        bool disabled, bool smsFactor, bool withPhone)
    {
        Counts(Challenge());
        CountsForLogin(true);
        Compares(true);

        var refused = await AuthenticateAsync(account: Some.Account(disabled, smsFactor, withPhone));

        Assert.That(refused.Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    [Test]
    public async Task A_throttled_factor_uses_up_nothing()
    {
        _budgets.Setup(b => b.FindAsync(Some.AccountId, Factor.Sms, Some.Ct)).ReturnsAsync(new FactorBudget(10, _clock.Now.AddSeconds(30)));

        var refused = await AuthenticateAsync(hasBudget: false);

        Assert.That((refused.Error!.Code, refused.Error.RetryAfter), Is.EqualTo(("factor_throttled", TimeSpan.FromSeconds(30))));
    }

    [Test]
    public async Task A_try_that_lost_the_race_is_counted_on_what_the_other_left()
    {
        var (seen, left) = (new FactorBudget(3, null), new FactorBudget(4, null));
        _budgets.SetupSequence(b => b.FindAsync(Some.AccountId, Factor.Sms, Some.Ct)).ReturnsAsync(seen).ReturnsAsync(left);
        _budgets.Setup(b => b.TryCountAsync(Some.AccountId, Factor.Sms, seen, new FactorBudget(4, null), Some.Ct)).ReturnsAsync(false);
        _budgets.Setup(b => b.TryCountAsync(Some.AccountId, Factor.Sms, left, new FactorBudget(5, null), Some.Ct)).ReturnsAsync(true).Verifiable();
        Counts(Challenge());
        CountsForLogin(true);
        Compares(false);
        _audit.Expects(SecurityEvent.SecondFactorFailed, _clock.Now, Some.AccountId);
        TellsOfFailures();

        Assert.That((await AuthenticateAsync(hasBudget: false)).Error, Is.EqualTo(OtpErrors.CodeInvalid));
        _budgets.Verify();
    }

    private Task<Result<LoginComplete>> AuthenticateAsync(Opened? opened = null, bool hasBudget = true, Account? account = null, int codesLeft = 1)
    {
        _codes.Setup(c => c.CountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(codesLeft);
        if (hasBudget)
        {
            HasBudget();
        }

        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).ReturnsAsync(account ?? Some.Account(smsFactor: true));

        return new AuthenticateSecondFactorHandler(
                _accounts.Object, [new SmsCheck(_challenges.Object, _hasher.Object, _gate.Object, new FactorTries(_budgets.Object, _audit.Object, new BudgetPolicy()))], _pendingLogins.Object, _budgets.Object,
                (opened ?? new Opened(_transactions, _clock)).Opening(_audit.Object),
                new RecoveryReminder(_codes.Object, new FactorChanges(_codes.Object, new Mock<ISessions>(MockBehavior.Strict).Object, _audit.Object, _notices.Object)), _audit.Object, _notices.Object, _transactions, _clock)
            .Handle(new AuthenticateSecondFactorCommand(Some.AccountId, Some.LoginId, SecondFactorMethod.Sms, "012345", Some.ChallengeId.Value), Some.Ct);
    }

    private void HasBudget()
    {
        _budgets.Setup(b => b.FindAsync(Some.AccountId, Factor.Sms, Some.Ct))
            .Callback(() => Called("ask budget", inTransaction: false)).ReturnsAsync(FactorBudget.Fresh);
        _budgets.Setup(b => b.TryCountAsync(Some.AccountId, Factor.Sms, FactorBudget.Fresh, new FactorBudget(1, null), Some.Ct))
            .Callback(() => Called("count budget", inTransaction: false)).ReturnsAsync(true);
        _budgets.Setup(b => b.ClearAsync(Some.AccountId, Factor.Sms, Some.Ct)).Returns(Task.CompletedTask);
    }

    private CountedTry Challenge() => new(Some.Challenge(s_scope, _clock.Now.AddMinutes(-1)), Some.Hash);

    private void Counts(Result<CountedTry> outcome) => _challenges.Setup(c => c.CountTryAsync(Some.ChallengeId, s_scope, _clock.Now, Some.Ct))
        .Callback(() => Called("count challenge", inTransaction: false)).ReturnsAsync(outcome);

    private void CountsForLogin(bool left) => _pendingLogins.Setup(p => p.CountTryAsync(Some.LoginId, Some.AccountId, _clock.Now, Some.Ct))
        .Callback(() => Called("count login", inTransaction: false)).ReturnsAsync(left);

    private void Compares(bool right) =>
        _hasher.Setup(h => h.Verify(Challenge().Challenge, It.Is<OtpCode>(code => code.Reveal() == "012345"), Some.Hash)).Callback(() => _calls.Add("compare")).Returns(right);

    private void Consumes(bool won) => _challenges.Setup(c => c.ConsumeAsync(Some.ChallengeId, _clock.Now, Some.Ct))
        .Callback(() => Called("consume", inTransaction: true)).ReturnsAsync(won);

    private void SpendsLogin(bool won) => _pendingLogins.Setup(p => p.SpendAsync(Some.LoginId, Some.AccountId, _clock.Now, Some.Ct))
        .Callback(() => Called("spend", inTransaction: true)).ReturnsAsync(won);

    private void TellsOfFailures() => _notices.Setup(n => n.TellOfFailuresAsync(Some.AccountId, _clock.Now, Some.Ct))
        .Callback(() => Called("tell", inTransaction: false)).Returns(Task.CompletedTask);

    // A try that was counted inside the transaction would come back with every refusal.
    private void Called(string call, bool inTransaction)
    {
        Assert.That(_transactions.IsRunning, Is.EqualTo(inTransaction), call);
        _calls.Add(call);
    }
}
