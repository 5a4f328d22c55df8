using CleanAuth.Application.Sessions;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using Moq;

namespace CleanAuth.Application.Tests.Sessions;

/// <summary>The ports behind <see cref="SessionOpening"/>, and the one session that may be opened through them.</summary>
internal sealed class Opened(ImmediateTransactions transactions, FixedClock clock, SessionPolicy? policy = null)
{
    internal const string AccessToken = "header.payload.signature";

    private readonly Mock<ISessions> _sessions = new(MockBehavior.Strict);
    private readonly Mock<IKnownSources> _sources = new(MockBehavior.Strict);
    private readonly Mock<IAccessTokenIssuer> _accessTokens = new(MockBehavior.Strict);
    private readonly SessionPolicy _policy = policy ?? new SessionPolicy();

    internal Session? Session { get; private set; }

    internal OpaqueToken? RefreshToken { get; private set; }

    internal SessionOpening Opening(IAuditTrail audit) => new(_sessions.Object, _sources.Object, Mock.Of<IRequestSource>(request => request.Current == Source.None), _accessTokens.Object, audit, _policy, Some.Jwt);

    /// <summary>From here on a session may be opened, once, inside a transaction.</summary>
    internal void Expect(Mock<IAuditTrail> audit)
    {
        _sessions.Setup(s => s.EndOldestAsync(Some.AccountId, _policy.MaxPerAccount - 1, clock.Now, Some.Ct)).ReturnsAsync([]);
        _sessions.Setup(s => s.OpenAsync(It.IsAny<Session>(), It.IsAny<OpaqueToken>(), Source.None, clock.Now, Some.Ct))
            .Callback((Session session, OpaqueToken token, Source _, DateTimeOffset _, CancellationToken _) =>
            {
                Assert.That(transactions.IsRunning, Is.True);
                Assert.That(Session, Is.Null, "one session for one log-in");
                (Session, RefreshToken) = (session, token);
            })
            .Returns(Task.CompletedTask);
        _sources.Setup(s => s.RememberAsync(Some.AccountId, Source.None, clock.Now, Some.Ct)).Returns(Task.CompletedTask);
        _accessTokens.Setup(t => t.Issue(It.Is<Session>(session => session == Session), clock.Now)).Returns(AccessToken);
        audit.Setup(a => a.RecordAsync(It.Is<AuditEvent>(e => e == new AuditEvent(SecurityEvent.LoginSucceeded, clock.Now, Some.AccountId, Session!.Id)), Some.Ct))
            .Returns(Task.CompletedTask).Verifiable(Times.Once);
    }
}
