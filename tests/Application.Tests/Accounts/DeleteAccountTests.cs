using CleanAuth.Application.Accounts;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using Moq;

namespace CleanAuth.Application.Tests.Accounts;

public sealed class DeleteAccountTests
{
    private readonly Mock<IAdministrators> _administrators = new(MockBehavior.Strict);
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IErasure> _erasure = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly Mock<INotices> _notices = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();
    private readonly List<string> _calls = [];

    [Test]
    public async Task Everything_goes_in_one_transaction_and_the_number_is_told_last()
    {
        var account = Some.Account();
        Holds(account);
        Lives(true);
        _erasure.Setup(e => e.EraseAsync(account, _clock.Now, Some.Ct)).Callback(() => Calls("erase")).Returns(Task.CompletedTask);
        _audit.Setup(a => a.RecordAsync(new AuditEvent(SecurityEvent.AccountDeleted, _clock.Now, Some.AccountId, Some.SessionId), Some.Ct)).Callback(() => Calls("record")).Returns(Task.CompletedTask);
        _notices.Setup(n => n.TellAsync(new Notice(NoticeKind.AccountDeleted, Some.AccountId, Some.Phone, _clock.Now), Some.Ct)).Callback(() => Calls("tell")).Returns(Task.CompletedTask);

        Assert.That((await DeleteAsync()).IsSuccess, Is.True);
        Assert.That(_calls, Is.EqualTo(new[] { "hold everybody", "hold", "session", "erase", "record", "tell" }));
        Assert.That(_transactions.Committed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_session_that_ended_since_the_door_deletes_nothing()
    {
        Holds(Some.Account());
        Lives(false);

        Assert.That((await DeleteAsync()).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That(_calls, Is.EqualTo(new[] { "hold everybody", "hold", "session" }));
    }

    [Test]
    public async Task An_account_that_is_gone_is_not_deleted_again()
    {
        Holds(null);

        Assert.That((await DeleteAsync()).Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    [Test]
    public async Task The_last_administrator_is_not_deleted()
    {
        Holds(Some.Account(), Some.Account());
        Lives(true);

        Assert.That((await DeleteAsync()).Error, Is.EqualTo(AdministrationErrors.LastAdministrator));
        Assert.That(_calls, Is.EqualTo(new[] { "hold everybody", "hold", "session" }));
    }

    private Task<Result<Done>> DeleteAsync() =>
        new DeleteAccountHandler(_administrators.Object, new SessionHold(_accounts.Object, _sessions.Object), _erasure.Object, _audit.Object, _notices.Object, _transactions, _clock)
            .Handle(new DeleteAccountCommand(Some.AccountId, Some.SessionId), Some.Ct);

    private void Holds(Account? account, params Account[] administrators)
    {
        _administrators.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(() => Calls("hold everybody")).ReturnsAsync(new HeldAdministrators(administrators, account));
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(() => Calls("hold")).ReturnsAsync(account);
    }

    private void Lives(bool lives) =>
        _sessions.Setup(s => s.FindLiveAsync(Some.SessionId, Some.AccountId, _clock.Now, Some.Ct)).Callback(() => Calls("session")).ReturnsAsync(lives
            ? new LiveSession(new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, _clock.Now, _clock.Now.AddDays(1)), TotpFactor: false, SmsFactor: false, SmsStepsUp: true, Role.User)
            : null);

    private void Calls(string what)
    {
        Assert.That(_transactions.IsRunning, Is.True);
        _calls.Add(what);
    }
}
