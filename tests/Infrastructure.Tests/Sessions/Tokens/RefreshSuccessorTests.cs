using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Tests.Security;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

public sealed class RefreshSuccessorTests
{
    private static readonly string s_old = TestKeys.NewMasterKey("old");
    private static readonly string s_new = TestKeys.NewMasterKey("new");

    [Test]
    public void Every_node_computes_the_same_successor_also_after_the_master_key_was_replaced()
    {
        var presented = OpaqueToken.Generate();
        var before = new RefreshSuccessor(TestKeys.Master(s_old));
        var after = new RefreshSuccessor(TestKeys.Master(s_new, s_old));

        Assert.That((before.CurrentKeyId, after.CurrentKeyId), Is.EqualTo(("old", "new")));
        Assert.That(after.Derive(presented, "old").Reveal(), Is.EqualTo(before.Derive(presented, "old").Reveal()));
        Assert.That(after.Derive(presented, "new").Reveal(), Is.Not.EqualTo(before.Derive(presented, "old").Reveal()));
    }

    [Test]
    public void A_chain_of_successors_never_meets_itself()
    {
        var successors = new RefreshSuccessor(TestKeys.Master(s_old));
        var token = OpaqueToken.Generate();
        var chain = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            chain.Add(token.Reveal());
            token = successors.Derive(token, "old");
        }

        Assert.That(chain, Is.Unique);
    }

    [Test]
    public void Without_the_master_key_nobody_computes_a_successor()
    {
        var presented = OpaqueToken.Generate();
        var ours = new RefreshSuccessor(TestKeys.Master(s_old)).Derive(presented, "old").Reveal();

        Assert.That(new RefreshSuccessor(TestKeys.Master(TestKeys.NewMasterKey("old"))).Derive(presented, "old").Reveal(), Is.Not.EqualTo(ours));
        Assert.That(OpaqueToken.FromBytes(presented.Hash()).Reveal(), Is.Not.EqualTo(ours));
    }

    [Test]
    public void A_key_that_is_gone_is_told_before_it_is_used()
    {
        var successors = new RefreshSuccessor(TestKeys.Master(s_new));

        Assert.That((successors.Knows("new"), successors.Knows("old")), Is.EqualTo((true, false)));
        Assert.That(() => successors.Derive(OpaqueToken.Generate(), "old"), Throws.InvalidOperationException);
    }
}
