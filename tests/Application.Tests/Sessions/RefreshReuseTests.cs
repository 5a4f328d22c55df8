using CleanAuth.Application.Sessions;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using Moq;

namespace CleanAuth.Application.Tests.Sessions;

public sealed class RefreshReuseTests
{
    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly Mock<INotices> _notices = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    [Test]
    public async Task The_session_ends_and_its_owner_is_told_in_one_transaction()
    {
        Finds(ended: true, toldLately: false);
        _audit.Expects(SecurityEvent.RefreshTokenReused, _clock.Now, Some.AccountId, Some.SessionId);
        _notices.Setup(n => n.TellAsync(new Notice(NoticeKind.RefreshTokenReused, Some.AccountId, Some.Phone, _clock.Now), Some.Ct))
            .Callback(() => Assert.That(_transactions.IsRunning, Is.True)).Returns(Task.CompletedTask).Verifiable(Times.Once);

        await EndAsync();

        Mock.VerifyAll(_sessions, _accounts, _audit, _notices);
        Assert.That(_transactions.Committed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_session_that_is_over_already_is_no_news()
    {
        Finds(ended: false, toldLately: true);

        await EndAsync();

        Mock.VerifyAll(_sessions, _accounts);
    }

    [Test]
    public async Task A_second_stolen_session_within_the_hour_is_recorded_and_costs_no_second_message()
    {
        Finds(ended: true, toldLately: true);
        _audit.Expects(SecurityEvent.RefreshTokenReused, _clock.Now, Some.AccountId, Some.SessionId);

        await EndAsync();

        Mock.VerifyAll(_sessions, _audit);
    }

    [Test]
    public async Task A_token_of_no_session_ends_nothing()
    {
        _sessions.Setup(s => s.FindByRefreshTokenAsync(Some.Token, Some.Ct)).ReturnsAsync((SessionOwner?)null);

        await EndAsync();

        Assert.That(_transactions.Committed, Is.Zero);
    }

    private Task EndAsync() => new RefreshReuse(_sessions.Object, _accounts.Object, _audit.Object, _notices.Object, _transactions).EndAsync(Some.Token, _clock.Now, Some.Ct);

    private void Finds(bool ended, bool toldLately)
    {
        _sessions.Setup(s => s.FindByRefreshTokenAsync(Some.Token, Some.Ct)).ReturnsAsync(new SessionOwner(Some.SessionId, Some.AccountId));
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).ReturnsAsync(Some.Account());
        _sessions.Setup(s => s.AnyEndedAsync(Some.AccountId, SessionEnd.RefreshTokenReused, _clock.Now.AddHours(-1), Some.Ct)).ReturnsAsync(toldLately);
        _sessions.Setup(s => s.EndAsync(Some.SessionId, Some.AccountId, SessionEnd.RefreshTokenReused, _clock.Now, Some.Ct)).ReturnsAsync(ended);
    }
}
