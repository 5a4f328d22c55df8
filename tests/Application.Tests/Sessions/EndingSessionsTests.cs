using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using Moq;

namespace CleanAuth.Application.Tests.Sessions;

public sealed class EndingSessionsTests
{
    private static readonly SessionId s_other = new(Guid.Parse("018f0000-0000-7000-8000-0000000000aa"));

    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    private Session Caller => new(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, _clock.Now, _clock.Now.AddDays(90));

    [Test]
    public async Task One_session_ends_with_its_event()
    {
        _sessions.Setup(s => s.EndAsync(s_other, Some.AccountId, SessionEnd.EndedByOwner, _clock.Now, Some.Ct)).ReturnsAsync(true);
        _audit.Expects(SecurityEvent.SessionEnded, _clock.Now, Some.AccountId, s_other);

        Assert.That((await EndAsync(s_other)).IsSuccess, Is.True);
        Mock.VerifyAll(_sessions, _audit);
    }

    [Test]
    public async Task A_session_that_does_not_end_is_not_found_and_not_recorded()
    {
        _sessions.Setup(s => s.EndAsync(s_other, Some.AccountId, SessionEnd.EndedByOwner, _clock.Now, Some.Ct)).ReturnsAsync(false);

        Assert.That((await EndAsync(s_other)).Error, Is.EqualTo(SessionErrors.NotFound));
        Assert.That((await EndAsync(id: null)).Error, Is.EqualTo(SessionErrors.NotFound));
    }

    [Test]
    public async Task The_others_end_while_the_account_is_held()
    {
        var order = new MockSequence();
        _accounts.InSequence(order).Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).ReturnsAsync(Some.Account());
        _sessions.InSequence(order).Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.EndedByOwner, _clock.Now, Some.Ct)).ReturnsAsync(true);
        _audit.Expects(SecurityEvent.OtherSessionsEnded, _clock.Now, Some.AccountId, Some.SessionId);

        Assert.That((await EndOthersAsync()).IsSuccess, Is.True);
        Mock.VerifyAll(_sessions, _accounts, _audit);
    }

    [Test]
    public async Task A_session_that_was_ended_meanwhile_ends_no_others()
    {
        _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).ReturnsAsync(Some.Account());
        _sessions.Setup(s => s.EndOthersAsync(Some.AccountId, Some.SessionId, SessionEnd.EndedByOwner, _clock.Now, Some.Ct)).ReturnsAsync(false);

        Assert.That((await EndOthersAsync()).Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    private Task<Result<Done>> EndAsync(SessionId? id) =>
        new EndSessionHandler(_sessions.Object, _audit.Object, _transactions, _clock).Handle(new EndSessionCommand(Caller, id), Some.Ct);

    private Task<Result<Done>> EndOthersAsync() =>
        new EndOtherSessionsHandler(_sessions.Object, _accounts.Object, _audit.Object, _transactions, _clock).Handle(new EndOtherSessionsCommand(Caller), Some.Ct);
}
