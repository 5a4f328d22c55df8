using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Tests.Security;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

public sealed class CsrfTokensTests
{
    private static readonly Guid s_id = new("01990000-0000-7000-8000-000000000001");
    private static readonly CsrfSubject s_session = CsrfSubject.Of(new SessionId(s_id));

    private readonly string _old = TestKeys.NewMasterKey("old");
    private readonly string _new = TestKeys.NewMasterKey("new");

    [Test]
    public void The_value_of_a_session_is_always_the_same_and_right_for_it_alone()
    {
        var tokens = Of(_old);

        Assert.That(tokens.Issue(s_session), Is.EqualTo(Of(_old).Issue(s_session)).And.Match("^old\\.[A-Za-z0-9_-]{43}$"));
        Assert.That(tokens.IsRight(tokens.Issue(s_session), s_session), Is.True);
        Assert.That(tokens.IsRight(tokens.Issue(s_session), CsrfSubject.Of(new SessionId(new("01990000-0000-7000-8000-000000000002")))), Is.False);
    }

    [Test]
    public void A_session_and_each_kind_of_step_with_the_same_id_have_different_values()
    {
        var tokens = Of(_old);
        CsrfSubject[] subjects = [s_session, CsrfSubject.Of(new PendingLoginId(s_id)), CsrfSubject.Of(new EnrollmentId(s_id))];

        Assert.That(subjects.Select(tokens.Issue), Is.Unique);
    }

    [Test]
    public void A_change_of_the_master_key_breaks_no_live_session_until_the_old_key_is_taken_out()
    {
        var issued = Of(_old).Issue(s_session);

        Assert.That(Of(_new, _old).IsRight(issued, s_session), Is.True);
        Assert.That(Of(_new, _old).Issue(s_session), Does.StartWith("new."));
        Assert.That(Of(_old, _new).IsRight(Of(_new, _old).Issue(s_session), s_session), Is.True, "while nodes are changed one after another");
        Assert.That(Of(_new).IsRight(issued, s_session), Is.False);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(".")]
    [TestCase("old")]
    [TestCase("old.")]
    [TestCase("unknown.AAAA")]
    [TestCase("old.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("old.\u20ac")]
    public void Nothing_else_is_right(string? presented) => Assert.That(Of(_old).IsRight(presented, s_session), Is.False);

    [Test]
    public void Another_spelling_of_it_is_wrong()
    {
        var issued = Of(_old).Issue(s_session);
        foreach (var spelling in new[] { $"{issued}=", $" {issued}", $"{issued} ", $"{issued}.", issued.ToUpperInvariant(), issued[..^1], $"{issued}A" })
        {
            Assert.That(Of(_old).IsRight(spelling, s_session), Is.False, spelling);
        }
    }

    private static CsrfTokens Of(string current, params string[] previous) => new(TestKeys.Master(current, previous));
}
