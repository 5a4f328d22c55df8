using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using Moq;

namespace CleanAuth.Application.Tests.Sessions;

public sealed class LogoutTests
{
    private const string AccessToken = "header.payload.signature";

    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<ITokenReader> _tokens = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    [Test]
    public async Task An_access_token_of_any_age_ends_its_session()
    {
        Reads(new AccessTokenClaims(Some.AccountId, Some.SessionId, _clock.Now.AddDays(-30)));
        Ends(true);
        _audit.Expects(SecurityEvent.LoggedOut, _clock.Now, Some.AccountId, Some.SessionId);

        Assert.That((await LogoutAsync(AccessToken, null)).IsSuccess, Is.True);
        Mock.VerifyAll(_sessions, _audit);
    }

    [Test]
    public async Task A_refresh_token_ends_its_session_when_there_is_no_access_token()
    {
        FindsByRefreshToken(new SessionOwner(Some.SessionId, Some.AccountId));
        Ends(true);
        _audit.Expects(SecurityEvent.LoggedOut, _clock.Now, Some.AccountId, Some.SessionId);

        Assert.That((await LogoutAsync(null, Some.Token.Reveal())).IsSuccess, Is.True);
        Mock.VerifyAll(_sessions, _audit);
    }

    [Test]
    public async Task A_refresh_token_helps_out_when_the_access_token_is_none_of_ours()
    {
        Reads(null);
        FindsByRefreshToken(new SessionOwner(Some.SessionId, Some.AccountId));
        Ends(true);
        _audit.Expects(SecurityEvent.LoggedOut, _clock.Now, Some.AccountId, Some.SessionId);

        Assert.That((await LogoutAsync(AccessToken, Some.Token.Reveal())).IsSuccess, Is.True);
    }

    [Test]
    public async Task Two_tokens_of_one_session_end_it_once()
    {
        Reads(new AccessTokenClaims(Some.AccountId, Some.SessionId, _clock.Now));
        _sessions.Setup(s => s.FindByRefreshTokenAsync(It.IsAny<OpaqueToken>(), Some.Ct)).ReturnsAsync(new SessionOwner(Some.SessionId, Some.AccountId));
        Ends(true);
        _audit.Expects(SecurityEvent.LoggedOut, _clock.Now, Some.AccountId, Some.SessionId);

        Assert.That((await LogoutAsync(AccessToken, Some.Token.Reveal())).IsSuccess, Is.True);
        _sessions.Verify(s => s.EndAsync(Some.SessionId, Some.AccountId, SessionEnd.LogOut, _clock.Now, Some.Ct), Times.Once);
    }

    [Test]
    public async Task A_session_that_is_over_already_is_a_success_and_no_event()
    {
        Reads(new AccessTokenClaims(Some.AccountId, Some.SessionId, _clock.Now));
        Ends(false);

        Assert.That((await LogoutAsync(AccessToken, null)).IsSuccess, Is.True);
    }

    [Test]
    public async Task Without_any_token_of_ours_nothing_ends()
    {
        Reads(null);
        FindsByRefreshToken(null);

        Assert.That((await LogoutAsync(null, null)).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That((await LogoutAsync(AccessToken, null)).Error, Is.EqualTo(SessionErrors.TokenInvalid));
        Assert.That((await LogoutAsync(null, Some.Token.Reveal())).Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    private Task<Result<Done>> LogoutAsync(string? accessToken, string? refreshToken) =>
        new LogoutHandler(_sessions.Object, _tokens.Object, _audit.Object, _transactions, _clock).Handle(new LogoutCommand(accessToken, refreshToken), Some.Ct);

    private void Reads(AccessTokenClaims? claims) => _tokens.Setup(t => t.ReadAccessTokenOfAnyAge(AccessToken, _clock.Now)).Returns(claims);

    private void FindsByRefreshToken(SessionOwner? owner) =>
        _sessions.Setup(s => s.FindByRefreshTokenAsync(It.Is<OpaqueToken>(token => token.Reveal() == Some.Token.Reveal()), Some.Ct)).ReturnsAsync(owner);

    private void Ends(bool wasAlive) => _sessions.Setup(s => s.EndAsync(Some.SessionId, Some.AccountId, SessionEnd.LogOut, _clock.Now, Some.Ct))
        .Callback(() => Assert.That(_transactions.IsRunning, Is.True)).ReturnsAsync(wasAlive);
}
