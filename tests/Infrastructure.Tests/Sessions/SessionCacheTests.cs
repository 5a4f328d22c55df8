using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Sessions.Caching;

namespace CleanAuth.Infrastructure.Tests.Sessions;

public sealed class SessionCacheTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountId s_account = new(Guid.CreateVersion7());

    private SessionCache _cache;

    [SetUp]
    public void Start() => _cache = new SessionCache(new SessionPolicy());

    [TestCase(0, true)]
    [TestCase(4_900, true)]
    [TestCase(4_999.999, true)]
    [TestCase(5_000, false)]
    [TestCase(60_000, false)]
    [TestCase(-1, false)]
    public void A_session_is_known_for_five_seconds_and_no_longer(double milliseconds, bool known)
    {
        var live = Keep();

        Assert.That(Find(live, s_now.AddMilliseconds(milliseconds)) is not null, Is.EqualTo(known));
    }

    [Test]
    public void A_session_that_reaches_its_end_meanwhile_is_not_known()
    {
        var live = Keep(endsAt: s_now.AddSeconds(2));

        Assert.That(Find(live, s_now.AddSeconds(1.9)), Is.SameAs(live));
        Assert.That(Find(live, s_now.AddSeconds(2)), Is.Null);
    }

    [Test]
    public void A_session_is_forgotten_by_its_own_id_and_leaves_its_siblings()
    {
        var (ended, other) = (Keep(), Keep());

        _cache.Forget([ended.Session.Id.Value]);

        Assert.That(Find(ended), Is.Null);
        Assert.That(Find(other), Is.SameAs(other));
    }

    [Test]
    public void All_sessions_of_an_account_are_forgotten_by_its_id_and_no_others()
    {
        LiveSession[] sessions = [Keep(), Keep()];
        var stranger = Keep(account: new AccountId(Guid.CreateVersion7()));

        _cache.Forget([s_account.Value]);

        Assert.That(sessions.Select(session => Find(session)), Has.All.Null);
        Assert.That(Find(stranger), Is.SameAs(stranger));
    }

    [Test]
    public void What_was_read_before_a_change_and_arrives_after_it_is_not_kept()
    {
        var read = _cache.Changes;
        _cache.Forget([s_account.Value]);

        var late = Live();
        _cache.Keep(late, s_now, read);

        Assert.That(Find(late), Is.Null);
    }

    [Test]
    public void What_was_read_before_everything_was_forgotten_is_not_kept_either()
    {
        var read = _cache.Changes;
        var known = Keep();
        _cache.ForgetAll();

        var late = Live();
        _cache.Keep(late, s_now, read);

        Assert.That((Find(known), Find(late)), Is.EqualTo(((LiveSession?)null, (LiveSession?)null)));
    }

    [Test]
    public void A_session_is_known_for_its_own_account_only()
    {
        var live = Keep();

        Assert.That(_cache.Find(live.Session.Id, new AccountId(Guid.CreateVersion7()), s_now), Is.Null);
    }

    [Test]
    public void It_never_holds_more_than_its_bound()
    {
        for (var i = 0; i < SessionCache.MaxSessions; i++)
        {
            Keep(account: new AccountId(Guid.CreateVersion7()));
        }

        Assert.That(_cache.Count, Is.EqualTo(SessionCache.MaxSessions));
        var last = Keep();
        Assert.That(_cache.Count, Is.EqualTo(1));
        Assert.That(Find(last), Is.SameAs(last));
    }

    [Test]
    public void Zero_seconds_switch_it_off()
    {
        var off = new SessionCache(new SessionPolicy { CacheSeconds = 0 });
        var live = Live();

        off.Keep(live, s_now, off.Changes);

        Assert.That(off.Find(live.Session.Id, s_account, s_now), Is.Null);
        Assert.That(off.Count, Is.Zero);
    }

    private static LiveSession Live(AccountId? account = null, DateTimeOffset? endsAt = null) =>
        new(new Session(new SessionId(Guid.CreateVersion7()), account ?? s_account, AuthenticationMethods.Password, s_now, endsAt ?? s_now.AddDays(90)), TotpFactor: false, SmsFactor: false, SmsStepsUp: true, Role.User);

    private LiveSession Keep(AccountId? account = null, DateTimeOffset? endsAt = null)
    {
        var live = Live(account, endsAt);
        _cache.Keep(live, s_now, _cache.Changes);
        return live;
    }

    private LiveSession? Find(LiveSession live, DateTimeOffset? now = null) => _cache.Find(live.Session.Id, live.Session.Account, now ?? s_now);
}
