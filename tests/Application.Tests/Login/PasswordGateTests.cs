using System.Net;
using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using Moq;

namespace CleanAuth.Application.Tests.Login;

public sealed class PasswordGateTests
{
    private static readonly EmailAddress s_email = EmailAddress.Parse(Some.Email);
    private static readonly Source s_source = new(IPAddress.Parse("192.0.2.7"), UserAgent: null);

    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IPasswordBudgets> _budgets = new(MockBehavior.Strict);
    private readonly Mock<IKnownSources> _sources = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly List<string> _order = [];
    private readonly FixedClock _clock = new();

    [Test]
    public async Task A_try_is_counted_before_it_is_compared_and_a_wrong_one_stays_counted()
    {
        Finds(Some.Account());
        Knows(Some.AccountId, isKnown: false);
        Stands(PasswordCounter.OfStrangers(s_email), PasswordBudget.Fresh);
        Compares(isRight: false);

        var check = await LogInAsync();

        Assert.That(check.Value, Is.EqualTo(new PasswordCheck(check.Value.Account, IsRight: false)));
        Assert.That(_order, Is.EqualTo(new[] { "counted 1", "compared" }));
    }

    [Test]
    public async Task A_right_password_clears_the_counter_that_it_was_counted_in_and_tells_what_was_in_it()
    {
        Finds(Some.Account());
        Knows(Some.AccountId, isKnown: true);
        Stands(PasswordCounter.OfNetwork(s_email, "192.0.2.0/24"), new PasswordBudget(12, _clock.Now, _clock.Now.AddHours(-1), RefusalNoted: true));
        Compares(isRight: true);

        var check = await LogInAsync();

        Assert.That((check.Value.IsRight, check.Value.FailuresBefore), Is.EqualTo((true, 12)));
        Assert.That(_order, Is.EqualTo(new[] { "counted 13", "compared", "cleared" }));
    }

    [Test]
    public async Task Who_is_not_the_one_that_cleared_it_has_nothing_to_tell()
    {
        Finds(Some.Account());
        Knows(Some.AccountId, isKnown: false);
        Stands(PasswordCounter.OfStrangers(s_email), new PasswordBudget(12, null, _clock.Now, RefusalNoted: false), cleared: false);
        Compares(isRight: true);

        Assert.That((await LogInAsync()).Value.FailuresBefore, Is.Zero);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Inside_the_delay_nothing_is_compared_or_counted_and_one_refusal_is_recorded(bool isUnknown)
    {
        var (counter, seen) = (PasswordCounter.OfStrangers(s_email), new PasswordBudget(5, _clock.Now.AddSeconds(1), _clock.Now, RefusalNoted: false));
        Finds(isUnknown ? null : Some.Account());
        Knows(isUnknown ? new AccountId(Guid.Empty) : Some.AccountId, isKnown: false);
        _budgets.SetupSequence(b => b.FindAsync(counter, Some.Ct)).ReturnsAsync(seen).ReturnsAsync(seen).ReturnsAsync(seen with { RefusalNoted = true });
        _budgets.SetupSequence(b => b.NoteRefusalAsync(counter, seen, Some.Ct)).ReturnsAsync(true).ReturnsAsync(false);
        _audit.Expects(SecurityEvent.LoginThrottled, _clock.Now, isUnknown ? null : Some.AccountId);

        for (var i = 0; i < 3; i++)
        {
            var refused = await LogInAsync();
            Assert.That((refused.Error!.Code, refused.Error.RetryAfter), Is.EqualTo(("password_throttled", TimeSpan.FromSeconds(1))));
            Assert.That(refused.Error.Limit, Is.EqualTo(new Limit("wrong-passwords", 5, TimeSpan.FromMinutes(15))));
        }

        _audit.VerifyAll();
    }

    [Test]
    public async Task Tries_that_were_counted_meanwhile_leave_no_room()
    {
        var (counter, four) = (PasswordCounter.OfStrangers(s_email), new PasswordBudget(4, null, _clock.Now, RefusalNoted: false));
        Finds(Some.Account());
        Knows(Some.AccountId, isKnown: false);
        _budgets.SetupSequence(b => b.FindAsync(counter, Some.Ct)).ReturnsAsync(four).ReturnsAsync(new PasswordBudget(5, _clock.Now.AddSeconds(1), _clock.Now, RefusalNoted: true));
        _budgets.Setup(b => b.TryCountAsync(counter, four, It.IsAny<PasswordBudget>(), Some.Ct)).ReturnsAsync(false);
        Compares(isRight: true);

        Assert.That((await LogInAsync()).Error!.Code, Is.EqualTo("password_throttled"));
        Assert.That(_order, Is.Empty);
    }

    [Test]
    public async Task An_open_session_asks_its_own_counter_and_no_other()
    {
        var session = new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, _clock.Now, _clock.Now.AddDays(90));
        _accounts.Setup(a => a.FindAsync(Some.AccountId, Some.Ct)).ReturnsAsync(Some.Account());
        Finds(Some.Account());
        Stands(PasswordCounter.OfSession(s_email, Some.SessionId), PasswordBudget.Fresh);
        Compares(isRight: false);

        Assert.That((await Gate().CheckInSessionAsync(session, Some.Password, Some.Ct)).Error, Is.SameAs(LoginErrors.InvalidCredentials));
        Compares(isRight: true);
        Assert.That((await Gate().CheckInSessionAsync(session, Some.Password, Some.Ct)).Value.Id, Is.EqualTo(Some.AccountId));
    }

    private PasswordGate Gate() =>
        new(
            _accounts.Object, new PasswordTries(_budgets.Object, _audit.Object, new PasswordBudgetPolicy(), _clock), _sources.Object,
            Mock.Of<IRequestSource>(request => request.Current == s_source), _clock);

    private Task<Result<PasswordCheck>> LogInAsync() => Gate().CheckAtLoginAsync(s_email, Some.Password, Some.Ct);

    private void Finds(Account? account) => _accounts.Setup(a => a.FindCredentialAsync(s_email, Some.Ct))
        .ReturnsAsync(new Credential(account, account is null ? null : new PasswordHash("hash")));

    private void Knows(AccountId asked, bool isKnown) => _sources.Setup(s => s.IsKnownAsync(asked, s_source, _clock.Now, Some.Ct)).ReturnsAsync(isKnown);

    private void Stands(PasswordCounter counter, PasswordBudget seen, bool cleared = true)
    {
        _budgets.Setup(b => b.FindAsync(counter, Some.Ct)).ReturnsAsync(seen);
        _budgets.Setup(b => b.TryCountAsync(counter, seen, It.IsAny<PasswordBudget>(), Some.Ct))
            .Callback((PasswordCounter _, PasswordBudget _, PasswordBudget counted, CancellationToken _) => _order.Add($"counted {counted.Failures}")).ReturnsAsync(true);
        _budgets.Setup(b => b.ClearAsync(counter, Some.Ct)).Callback(() => _order.Add("cleared")).ReturnsAsync(cleared);
    }

    private void Compares(bool isRight) => _accounts.Setup(a => a.CheckPasswordAsync(
            It.IsAny<Credential>(), Some.Password, It.IsAny<Func<CancellationToken, Task<Result<Done>>>>(), Some.Ct))
        .Returns(async (Credential _, string _, Func<CancellationToken, Task<Result<Done>>> count, CancellationToken ct) =>
        {
            var counted = await count(ct);
            if (!counted.IsSuccess)
            {
                return counted.Error;
            }

            _order.Add("compared");
            return isRight;
        });
}
