using CleanAuth.Application.Sessions;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

/// <summary>Each change tells the owner inside its transaction, last, and a change that did not happen tells nothing.</summary>
public sealed class TellingOfFactorsTests
{
    private static readonly TotpSecret s_secret = TotpSecret.Generate();

    private readonly Mock<IAccounts> _accounts = new();
    private readonly Mock<IAuthenticators> _authenticators = new();
    private readonly Mock<IRecoveryCodes> _codes = new();
    private readonly Mock<ISessions> _sessions = new();
    private readonly Mock<IAuditTrail> _audit = new();
    private readonly Mock<INotices> _notices = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();
    private readonly List<string> _calls = [];

    [Test]
    public async Task An_app_that_was_added_is_told()
    {
        Holds(Some.Account());
        Activates(true);
        EndsOthers(true);
        Tells(NoticeKind.TotpFactorEnabled);

        Assert.That((await EnableAsync()).IsSuccess);
        Assert.That(_calls, Is.EqualTo(new[] { "end others", "tell" }));
    }

    [Test]
    public async Task An_app_that_somebody_else_added_meanwhile_is_not_told_again()
    {
        Holds(Some.Account());
        Activates(false);

        Assert.That((await EnableAsync()).Error, Is.EqualTo(TwoFactorErrors.NothingPending));
        Assert.That(_calls, Is.Empty);
    }

    [Test]
    public async Task An_app_that_was_removed_is_told()
    {
        Holds(Some.Account(totpFactor: true));
        _authenticators.Setup(a => a.RemoveAsync(Some.AccountId, Some.Ct)).ReturnsAsync(true);
        EndsOthers(true);
        Tells(NoticeKind.TotpFactorDisabled);

        Assert.That((await DisableAsync()).IsSuccess);
        Assert.That(_calls, Is.EqualTo(new[] { "end others", "tell" }));
    }

    [Test]
    public async Task An_app_that_is_off_already_is_not_told()
    {
        Holds(Some.Account());
        _authenticators.Setup(a => a.RemoveAsync(Some.AccountId, Some.Ct)).ReturnsAsync(false);

        Assert.That((await DisableAsync()).IsSuccess);
        Assert.That(_calls, Is.Empty);
    }

    [Test]
    public async Task A_change_from_a_session_that_is_over_is_not_told()
    {
        Holds(Some.Account(totpFactor: true));
        _authenticators.Setup(a => a.RemoveAsync(Some.AccountId, Some.Ct)).ReturnsAsync(true);
        EndsOthers(false);

        Assert.That((await DisableAsync()).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That(_calls, Is.EqualTo(new[] { "end others" }));
    }

    [Test]
    public async Task New_recovery_codes_are_told_once_they_are_stored()
    {
        Holds(Some.Account(totpFactor: true));
        _codes.Setup(c => c.ReplaceAsync(Some.AccountId, It.IsAny<IReadOnlyList<RecoveryCode>>(), _clock.Now, Some.Ct)).Callback(() => Called("store")).Returns(Task.CompletedTask);
        Tells(NoticeKind.RecoveryCodesCreated);
        _sessions.Setup(s => s.FindLiveAsync(Some.SessionId, Some.AccountId, _clock.Now, Some.Ct)).ReturnsAsync(
            new LiveSession(new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.PasswordAndTotp, _clock.Now, _clock.Now.AddDays(1)), TotpFactor: true, SmsFactor: false, SmsStepsUp: true, Role.User));

        var created = await new CreateRecoveryCodesHandler(new SessionHold(_accounts.Object, _sessions.Object), Changes(), _transactions, _clock)
            .Handle(new CreateRecoveryCodesCommand(Some.AccountId, Some.SessionId), Some.Ct);

        Assert.That(created.IsSuccess);
        Assert.That(_calls, Is.EqualTo(new[] { "store", "tell" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_used_recovery_code_is_recorded_and_told_with_what_it_opened(bool inSession)
    {
        var (account, match) = (Some.Account(totpFactor: true), new RecoveryCodeMatch(1, [], _clock.Now));
        SessionId? session = inSession ? Some.SessionId : null;
        var attempt = new FactorAttempt(new OtpScope(OtpPurpose.StepUp, Some.AccountId, Session: session), RecoveryCode.GenerateSet()[0].RevealText(), null, _ => Task.FromResult(true));
        _codes.Setup(c => c.MatchAsync(Some.AccountId, It.IsAny<RecoveryCode>(), Some.Ct)).ReturnsAsync(match);
        var proof = await Check().CheckAsync(attempt, _clock.Now, Some.Ct);
        Assert.That(_calls, Is.Empty, "nothing is used yet");
        Tells(NoticeKind.RecoveryCodeUsed);
        _audit.Expects(SecurityEvent.RecoveryCodeUsed, _clock.Now, Some.AccountId, session);

        await _transactions.RunAsync<Done>(async ct =>
        {
            await proof.Value.CountAsync(account, ct);
            return new Done();
        }, Some.Ct);

        Assert.That(_calls, Is.EqualTo(new[] { "tell" }));
        _audit.Verify();
    }

    private RecoveryCodeCheck Check()
    {
        var budgets = new Mock<IFactorBudgets>(MockBehavior.Strict);
        budgets.Setup(b => b.FindAsync(Some.AccountId, Factor.RecoveryCode, Some.Ct)).ReturnsAsync(FactorBudget.Fresh);
        budgets.Setup(b => b.TryCountAsync(Some.AccountId, Factor.RecoveryCode, FactorBudget.Fresh, new FactorBudget(1, null), Some.Ct)).ReturnsAsync(true);
        return new RecoveryCodeCheck(_codes.Object, new FactorTries(budgets.Object, _audit.Object, new BudgetPolicy()), _audit.Object, _notices.Object);
    }

    private Task<Result<RecoveryCodesCreated>> EnableAsync()
    {
        var verifier = new Mock<ITotpVerifier>(MockBehavior.Strict);
        verifier.Setup(v => v.Match(s_secret, "123456", _clock.Now)).Returns(new TotpMatch(7, IsOld: false));
        _authenticators.Setup(a => a.CountPendingTryAsync(Some.AccountId, SetupId.Of(Some.SessionId), _clock.Now, Some.Ct)).ReturnsAsync(s_secret);
        return new EnableTotpHandler(_accounts.Object, new TotpActivation(_accounts.Object, _authenticators.Object, verifier.Object), Changes(), _transactions, _clock)
            .Handle(new EnableTotpCommand(Some.AccountId, Some.SessionId, "123456"), Some.Ct);
    }

    private Task<Result<Done>> DisableAsync() =>
        new DisableTotpHandler(_accounts.Object, _authenticators.Object, Changes(), _transactions, new TwoFactorPolicy(), _clock)
            .Handle(new DisableTotpCommand(Some.AccountId, Some.SessionId), Some.Ct);

    private FactorChanges Changes() => new(_codes.Object, _sessions.Object, _audit.Object, _notices.Object);

    private void Holds(Account account) => _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).ReturnsAsync(account);

    private void Activates(bool won) =>
        _authenticators.Setup(a => a.ActivateAsync(Some.AccountId, SetupId.Of(Some.SessionId), s_secret, 7, _clock.Now, Some.Ct)).ReturnsAsync(won);

    private void EndsOthers(bool live) => _sessions.Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.FactorChanged, _clock.Now, Some.Ct))
        .Callback(() => Called("end others")).ReturnsAsync(live);

    private void Tells(NoticeKind kind) =>
        _notices.Setup(n => n.TellAsync(new Notice(kind, Some.AccountId, Some.Phone, _clock.Now), Some.Ct)).Callback(() => Called("tell")).Returns(Task.CompletedTask);

    private void Called(string call)
    {
        Assert.That(_transactions.IsRunning, Is.True, call);
        _calls.Add(call);
    }
}
