using CleanAuth.Application.Login;
using CleanAuth.Application.Tests.Sessions;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.Login;

public sealed class LoginTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IPendingLogins> _pendingLogins = new(MockBehavior.Strict);
    private readonly Mock<ISecondFactorTokens> _secondFactorTokens = new(MockBehavior.Strict);
    private readonly Mock<IFactorBudgets> _budgets = new(MockBehavior.Strict);
    private readonly Mock<IRecoveryCodes> _codes = new(MockBehavior.Strict);
    private readonly Mock<IEnrollments> _enrollments = new(MockBehavior.Strict);
    private readonly Mock<INotices> _notices = new(MockBehavior.Strict);
    private readonly Mock<IEnrollmentTokens> _enrollmentTokens = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();
    private readonly Tried _tried;

    public LoginTests() => _tried = new Tried(_accounts, _audit, _clock);

    [Test]
    public async Task A_right_password_of_an_account_without_second_factor_gives_a_session()
    {
        var opened = new Opened(_transactions, _clock);
        Checks(new PasswordCheck(Some.Account(), IsRight: true));
        opened.Expect(_audit);

        var answer = (LoginComplete)(await LoginAsync(opened: opened)).Value;

        Assert.That(answer, Is.EqualTo(new LoginComplete(Opened.AccessToken, "Bearer", 600, opened.RefreshToken!.Reveal(), 1_209_600)));
        Assert.That(opened.Session, Is.EqualTo(
            new Session(opened.Session!.Id, Some.AccountId, AuthenticationMethods.Password, _clock.Now, _clock.Now.AddDays(90))));
        Some.IsOfMoment(opened.Session.Id.Value, _clock.Now);
        Assert.That(_transactions.Committed, Is.EqualTo(1));
        _audit.VerifyAll();
    }

    [Test]
    public async Task The_refresh_token_never_lives_longer_than_the_session()
    {
        var policy = new SessionPolicy { IdleSeconds = 86_400, AbsoluteSeconds = 3600 };
        var opened = new Opened(_transactions, _clock, policy);
        Checks(new PasswordCheck(Some.Account(), IsRight: true));
        opened.Expect(_audit);

        var answer = (LoginComplete)(await LoginAsync(opened: opened)).Value;

        Assert.That(answer.RefreshExpiresIn, Is.EqualTo(3600));
        Assert.That(opened.Session!.EndsAt, Is.EqualTo(_clock.Now.AddHours(1)));
    }

    [Test]
    public async Task Two_log_ins_get_different_refresh_tokens()
    {
        Checks(new PasswordCheck(Some.Account(), IsRight: true));
        var tokens = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var opened = new Opened(_transactions, _clock);
            opened.Expect(_audit);
            tokens.Add(((LoginComplete)(await LoginAsync(opened: opened)).Value).RefreshToken);
        }

        Assert.That(tokens, Is.Unique);
    }

    [Test]
    public async Task A_right_password_of_an_account_with_second_factor_gives_only_the_token_for_the_second_step()
    {
        PendingLogin? pending = null;
        Checks(new PasswordCheck(Some.Account(smsFactor: true), IsRight: true));
        HasTried();
        _pendingLogins.Setup(p => p.OpenAsync(It.IsAny<PendingLogin>(), Some.Ct))
            .Callback((PendingLogin login, CancellationToken _) =>
            {
                Assert.That(_transactions.IsRunning, Is.True);
                pending = login;
            })
            .Returns(Task.CompletedTask);
        _secondFactorTokens.Setup(t => t.Issue(It.Is<PendingLogin>(login => login == pending))).Returns("restricted");
        _audit.Expects(SecurityEvent.SecondFactorAsked, _clock.Now, Some.AccountId);

        var answer = (SecondFactorRequired)(await LoginAsync()).Value;

        Assert.That((answer.SecondFactorToken, answer.ExpiresIn, answer.PhoneHint), Is.EqualTo(("restricted", 600, "***23")));
        Assert.That(answer.Methods, Is.EqualTo(new[] { new LoginMethod(SecondFactorMethod.Sms, AvailableAt: null) }));
        Assert.That(pending, Is.EqualTo(new PendingLogin(pending!.Id, Some.AccountId, _clock.Now, _clock.Now.AddMinutes(10))));
        Some.IsOfMoment(pending.Id.Value, _clock.Now);
        _audit.VerifyAll();
    }

    [TestCase("44", SecondFactorMethod.Totp, SecondFactorMethod.Sms)]
    [TestCase(null, SecondFactorMethod.Totp)]
    public async Task An_account_that_must_have_a_second_factor_and_has_none_gets_only_the_token_for_switching_one_on(string? country, params SecondFactorMethod[] methods)
    {
        Enrollment? begun = null;
        Checks(new PasswordCheck(Some.Account(), IsRight: true));
        _enrollments.Setup(e => e.OpenAsync(It.IsAny<Enrollment>(), Some.Ct))
            .Callback((Enrollment enrollment, CancellationToken _) =>
            {
                Assert.That(_transactions.IsRunning, Is.True);
                begun = enrollment;
            })
            .Returns(Task.CompletedTask);
        _enrollmentTokens.Setup(t => t.Issue(It.Is<Enrollment>(enrollment => enrollment == begun))).Returns("restricted");
        _audit.Expects(SecurityEvent.EnrollmentAsked, _clock.Now, Some.AccountId);

        var sms = new SmsPolicy { Domain = "example.com", AllowedCallingCodes = country is null ? [] : [country] };
        var answer = (EnrollmentRequired)(await LoginAsync(requiredFor: RequiredFor.Everybody, sms: sms)).Value;

        Assert.That((answer.EnrollmentToken, answer.ExpiresIn), Is.EqualTo(("restricted", 900)));
        Assert.That(answer.Methods, Is.EqualTo(methods.Select(method => new LoginMethod(method, AvailableAt: null))));
        Assert.That(begun, Is.EqualTo(new Enrollment(begun!.Id, Some.AccountId, _clock.Now, _clock.Now.AddMinutes(15))));
        Some.IsOfMoment(begun.Id.Value, _clock.Now);
        _audit.VerifyAll();
    }

    [TestCase(RequiredFor.None)]
    [TestCase(RequiredFor.Administrators)]
    public async Task Where_nobody_must_have_one_the_password_is_enough(RequiredFor requiredFor)
    {
        var opened = new Opened(_transactions, _clock);
        Checks(new PasswordCheck(Some.Account(), IsRight: true));
        opened.Expect(_audit);

        Assert.That((await LoginAsync(opened: opened, requiredFor: requiredFor)).Value, Is.TypeOf<LoginComplete>());
    }

    [Test]
    public async Task An_unknown_address_and_a_wrong_password_answer_alike()
    {
        Checks(new PasswordCheck(Account: null, IsRight: false));
        _audit.Expects(SecurityEvent.LoginFailed, _clock.Now);
        var unknown = await LoginAsync();

        Checks(new PasswordCheck(Some.Account(), IsRight: false));
        _audit.Expects(SecurityEvent.LoginFailed, _clock.Now, Some.AccountId);
        var wrong = await LoginAsync();

        Assert.That(unknown.Error, Is.SameAs(LoginErrors.InvalidCredentials));
        Assert.That(wrong.Error, Is.SameAs(LoginErrors.InvalidCredentials));
        _audit.VerifyAll();
    }

    [Test]
    public async Task A_disabled_account_is_only_told_after_the_right_password()
    {
        Checks(new PasswordCheck(Some.Account(disabled: true), IsRight: false));
        _audit.Expects(SecurityEvent.LoginFailed, _clock.Now, Some.AccountId);
        Assert.That((await LoginAsync()).Error, Is.SameAs(LoginErrors.InvalidCredentials));

        Checks(new PasswordCheck(Some.Account(disabled: true), IsRight: true));
        _audit.Expects(SecurityEvent.LoginRefusedDisabled, _clock.Now, Some.AccountId);
        Assert.That((await LoginAsync()).Error, Is.SameAs(AccountErrors.Disabled));

        _audit.VerifyAll();
    }

    [Test]
    public async Task A_disabled_account_with_a_second_factor_is_not_asked_for_it()
    {
        Checks(new PasswordCheck(Some.Account(disabled: true, smsFactor: true), IsRight: true));
        _audit.Expects(SecurityEvent.LoginRefusedDisabled, _clock.Now, Some.AccountId);

        Assert.That((await LoginAsync()).Error, Is.SameAs(AccountErrors.Disabled));
    }

    [TestCase(9, false)]
    [TestCase(10, true)]
    public async Task A_log_in_after_ten_wrong_passwords_is_recorded_and_told_last_in_its_transaction(int failures, bool isTold)
    {
        var (opened, told) = (new Opened(_transactions, _clock), 0);
        Checks(new PasswordCheck(Some.Account(), IsRight: true, failures));
        opened.Expect(_audit);
        if (isTold)
        {
            _audit.Expects(SecurityEvent.LoginAfterFailures, _clock.Now, Some.AccountId);
        }

        _notices.Setup(n => n.TellOfLoginAfterFailuresAsync(It.Is<Account>(account => account.Id == Some.AccountId), _clock.Now, Some.Ct))
            .Callback(() =>
            {
                Assert.That((_transactions.IsRunning, opened.Session), Is.EqualTo((true, opened.Session!)));
                told++;
            })
            .Returns(Task.CompletedTask);

        Assert.That((await LoginAsync(opened: opened)).Value, Is.TypeOf<LoginComplete>());

        Assert.That(told, Is.EqualTo(isTold ? 1 : 0));
        _audit.VerifyAll();
    }

    [Test]
    public async Task A_password_cannot_be_right_without_an_account()
    {
        Checks(new PasswordCheck(Account: null, IsRight: true));
        _audit.Expects(SecurityEvent.LoginFailed, _clock.Now);

        Assert.That((await LoginAsync()).Error, Is.SameAs(LoginErrors.InvalidCredentials));
    }

    [Test]
    public async Task When_too_many_passwords_wait_it_says_so_and_counts_nothing_as_failed()
    {
        var busy = new Error(ErrorKind.Unavailable, "unavailable", "Busy.") { RetryAfter = TimeSpan.FromSeconds(5) };
        Checks(busy);

        Assert.That((await LoginAsync()).Error, Is.SameAs(busy));
    }

    [Test]
    public async Task The_password_is_checked_as_it_was_sent_against_the_canonical_address_outside_any_transaction()
    {
        const string Odd = "  Ünïcode é e\u0301 ";
        _tried.Expect(account: null);
        _accounts.Setup(a => a.CheckPasswordAsync(It.IsAny<Credential>(), Odd, It.IsAny<Func<CancellationToken, Task<Result<Done>>>>(), Some.Ct))
            .Callback(() => Assert.That(_transactions.IsRunning, Is.False)).ReturnsAsync(value: false);
        _audit.Expects(SecurityEvent.LoginFailed, _clock.Now);

        await LoginAsync(new LoginCommand("ANN@Example.com", Odd));

        _accounts.VerifyAll();
    }

    [Test]
    public async Task Time_is_read_after_the_password_was_checked_because_that_may_have_waited()
    {
        var opened = new Opened(_transactions, _clock);
        var later = _clock.Now.AddSeconds(7);
        _tried.Expect(Some.Account());
        _accounts.Setup(a => a.CheckPasswordAsync(It.IsAny<Credential>(), Some.Password, It.IsAny<Func<CancellationToken, Task<Result<Done>>>>(), Some.Ct))
            .ReturnsAsync(() =>
            {
                _clock.Now = later;
                opened.Expect(_audit);
                Holds(Some.Account());
                return true;
            });

        await LoginAsync(opened: opened);

        Assert.That(opened.Session!.AuthenticatedAt, Is.EqualTo(later));
    }

    private Task<Result<LoginAnswer>> LoginAsync(
        LoginCommand? command = null, Opened? opened = null, RequiredFor requiredFor = RequiredFor.None, SmsPolicy? sms = null) =>
        new LoginHandler(
                _accounts.Object, _tried.Gate(), _pendingLogins.Object, _secondFactorTokens.Object, (opened ?? new Opened(_transactions, _clock)).Opening(_audit.Object),
                new EnrollmentOpening(_enrollments.Object, _enrollmentTokens.Object, _audit.Object, new SessionPolicy(), sms ?? Some.Sms),
                new LoginAfterFailures(_audit.Object, _notices.Object), _audit.Object, _transactions, new UsableMethods(_budgets.Object, _codes.Object, new BudgetPolicy()), new SessionPolicy(),
                new TwoFactorPolicy { RequiredFor = requiredFor }, _clock)
            .Handle(command ?? new LoginCommand(Some.Email, Some.Password), Some.Ct);

    private void Checks(Result<PasswordCheck> outcome)
    {
        _tried.Expect(outcome.IsSuccess ? outcome.Value.Account : null, outcome.IsSuccess ? outcome.Value.FailuresBefore : 0);
        _tried.Compares(outcome.IsSuccess ? outcome.Value.IsRight : outcome.Error);
        if (outcome is { IsSuccess: true, Value: { IsRight: true, Account: { } account } })
        {
            Holds(account);
        }
    }

    private void HasTried(int codesLeft = 0, params (Factor Factor, FactorBudget Budget)[] tried)
    {
        _budgets.Setup(b => b.OfAccountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(tried.ToDictionary(one => one.Factor, one => one.Budget));
        _codes.Setup(c => c.CountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(codesLeft);
    }

    private void Holds(Account? account) => _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).ReturnsAsync(account);
}
