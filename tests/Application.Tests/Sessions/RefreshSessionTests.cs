using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using Moq;

namespace CleanAuth.Application.Tests.Sessions;

public sealed class RefreshSessionTests
{
    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IAccessTokenIssuer> _accessTokens = new(MockBehavior.Strict);
    private readonly FixedClock _clock = new();

    [Test]
    public async Task A_refresh_token_gives_its_successor_and_an_access_token_as_old_as_the_last_proof()
    {
        var session = new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.PasswordAndSms, _clock.Now.AddDays(-3), _clock.Now.AddDays(87));
        var successor = OpaqueToken.Generate();
        Rotates(new RotatedSession(session, successor, _clock.Now.AddDays(14)));
        _accessTokens.Setup(t => t.Issue(session, _clock.Now)).Returns("access");

        var result = await RefreshAsync();

        Assert.That(result.Value, Is.EqualTo(new LoginComplete("access", "Bearer", 600, successor.Reveal(), 1_209_600)));
    }

    [Test]
    public async Task A_repeat_is_told_the_time_that_its_successor_has_left()
    {
        var session = new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, _clock.Now.AddDays(-3), _clock.Now.AddDays(87));
        Rotates(new RotatedSession(session, Some.Token, _clock.Now.AddSeconds(99.9)));
        _accessTokens.Setup(t => t.Issue(session, _clock.Now)).Returns("access");

        Assert.That((await RefreshAsync()).Value.RefreshExpiresIn, Is.EqualTo(99), "never more than it has");
    }

    [Test]
    public async Task The_day_from_which_on_the_session_is_not_refreshed_is_told()
    {
        var session = new Session(Some.SessionId, Some.AccountId, AuthenticationMethods.Password, _clock.Now.AddDays(-3), _clock.Now.AddDays(87));
        Rotates(new RotatedSession(session, Some.Token, _clock.Now.AddDays(14), _clock.Now.AddDays(5)));
        _accessTokens.Setup(t => t.Issue(session, _clock.Now)).Returns("access");

        Assert.That((await RefreshAsync()).Value.EnforceFrom, Is.EqualTo(_clock.Now.AddDays(5)));
    }

    private static readonly Error[] s_refusals = [SessionErrors.TokenInvalid, SessionErrors.RefreshTokenReused];

    [TestCaseSource(nameof(s_refusals))]
    public async Task A_refusal_is_passed_on_and_nothing_is_issued(Error refusal)
    {
        Rotates(refusal);
        _sessions.Setup(s => s.FindByRefreshTokenAsync(It.IsAny<OpaqueToken>(), Some.Ct)).ReturnsAsync((SessionOwner?)null);

        Assert.That((await RefreshAsync()).Error, Is.SameAs(refusal));
    }

    private Task<Result<LoginComplete>> RefreshAsync() =>
        new RefreshSessionHandler(_sessions.Object, new RefreshReuse(_sessions.Object, Mock.Of<IAccounts>(MockBehavior.Strict), Mock.Of<IAuditTrail>(MockBehavior.Strict), Mock.Of<INotices>(MockBehavior.Strict), new ImmediateTransactions()), Mock.Of<IRequestSource>(request => request.Current == Source.None), _accessTokens.Object, Some.Jwt, _clock).Handle(new RefreshSessionCommand(Some.Token.Reveal()), Some.Ct);

    private void Rotates(Result<RotatedSession> outcome) =>
        _sessions.Setup(s => s.RotateAsync(It.Is<OpaqueToken>(token => token.Reveal() == Some.Token.Reveal()), Source.None, _clock.Now, Some.Ct)).ReturnsAsync(outcome);
}
