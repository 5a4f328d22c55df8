using System.Reflection;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Tests.Sessions.Tokens;
using CleanAuth.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>The life of signing keys, by a clock that the test moves: nodes on one real database.</summary>
public sealed class SigningKeyRotationTests
{
    private const int Created = 7001;
    private const int Retired = 7002;
    private const int Withdrawn = 7003;

    private readonly string _masterKey = TestKeys.NewMasterKey("k1");
    private TestDatabase _database;
    private KeyNode _node;

    [SetUp]
    public async Task Start()
    {
        _database = await TestDatabase.CreateAsync();
        _node = await KeyNode.StartAsync(_database.ConnectionString, _masterKey);
    }

    [TearDown]
    public async Task Stop()
    {
        await (_node?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task Through_four_months_keys_follow_each_other_and_no_token_is_refused_before_its_end()
    {
        var (published, signed) = (new Dictionary<string, DateTimeOffset>(), new List<(string Kid, DateTimeOffset At)>());
        await using var other = await KeyNode.StartAsync(_database.ConnectionString, _masterKey);
        var end = TokenForge.Now.AddDays(120);
        while (_node.Time.Now < end)
        {
            var token = _node.IssueToken();
            await MoveAsync(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1), _node, other);
            Assert.That((_node.Takes(token), other.Takes(token)), Is.EqualTo((true, true)), $"{_node.Time.Now}");

            // Each node with a clock and a view of its own, a few hours on.
            await MoveAsync(TimeSpan.FromHours(5), _node, other);
            Note(_node, published, signed);
            Assert.That(other.Active.Kid, Is.EqualTo(_node.Active.Kid));
            Assert.That(_node.SigningKeys.Published, Has.Count.LessThanOrEqualTo(2), "an old one and the next one are never needed at once");
        }

        var turns = signed.DistinctBy(turn => turn.Kid).ToList();
        Assert.That(turns, Has.Count.EqualTo(4).Or.Count.EqualTo(5), "30 days each");
        Assert.That(turns.Skip(1).Select(turn => turn.At - published[turn.Kid]), Is.All.GreaterThanOrEqualTo(TimeSpan.FromHours(18)), "seen in the set, looking every five hours");
        Assert.That(await EventsAsync(Created) - await EventsAsync(Retired), Is.EqualTo(await _node.QueryAsync(db => db.SigningKeys.CountAsync())));
    }

    [Test]
    public async Task A_key_is_announced_a_day_before_its_turn_and_not_a_second_earlier()
    {
        var first = _node.Active.Kid;
        await MoveAsync(TimeSpan.FromDays(29) - TimeSpan.FromSeconds(1), _node);
        Assert.That(_node.SigningKeys.Published, Has.Count.EqualTo(1));

        await MoveAsync(TimeSpan.FromSeconds(1), _node);
        Assert.That(_node.SigningKeys.Published, Has.Count.EqualTo(2));

        await MoveAsync(SigningKeyPlan.Announcement - TimeSpan.FromSeconds(1), _node);
        Assert.That(_node.Active.Kid, Is.EqualTo(first));

        await MoveAsync(TimeSpan.FromSeconds(1), _node);
        Assert.That(_node.Active.Kid, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task A_token_of_the_old_key_is_good_to_its_last_second_and_refused_once_the_key_is_gone()
    {
        var policy = _node.Get<JwtPolicy>();
        var next = await _node.RotateAsync(rotation => rotation.AnnounceAsync(_node.Time.Now, default));
        await MoveAsync(next.SignsFrom - TimeSpan.FromSeconds(1) - _node.Time.Now, _node);
        var (token, old) = (_node.IssueToken(), _node.Active.Kid);

        await MoveAsync(policy.AccessTokenLife + TimeSpan.FromSeconds(policy.ClockSkewSeconds - 1), _node);
        Assert.That(_node.Active.Kid, Is.Not.EqualTo(old));
        Assert.That(_node.Takes(token), Is.True);

        await MoveAsync(next.SignsFrom + SigningKeyPlan.Overlap - TimeSpan.FromSeconds(1) - _node.Time.Now, _node);
        Assert.That(_node.SigningKeys.Published, Has.Count.EqualTo(2), "kept for the longest life that can be configured");

        await MoveAsync(TimeSpan.FromSeconds(1), _node);
        Assert.That(_node.SigningKeys.Held(old), Is.Null);
        Assert.That(await _node.QueryAsync(db => db.SigningKeys.CountAsync(key => key.Id == old)), Is.Zero, "the row is deleted");
        _node.Time.Now = TokenForge.Now;
        Assert.That(_node.Takes(token), Is.False, "at a time when it would be good");
        Assert.That(await EventsAsync(Retired), Is.EqualTo(1));
    }

    [Test]
    public async Task Fifty_rounds_at_the_due_moment_on_five_nodes_make_one_key([Range(1, 3)] int round)
    {
        var due = TokenForge.Now.AddDays(29);
        var nodes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => KeyNode.StartAsync(_database.ConnectionString, due, _masterKey)));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(nodes[i % nodes.Length].FollowAsync)));

        Assert.That(await _node.QueryAsync(db => db.SigningKeys.CountAsync()), Is.EqualTo(2), $"round {round}");
        Assert.That(await EventsAsync(Created), Is.EqualTo(2), "what was rolled back was not recorded");
        foreach (var node in nodes)
        {
            await node.FollowAsync();
            node.Time.Now += SigningKeyPlan.Announcement;
        }

        foreach (var issuer in nodes)
        {
            Assert.That(nodes, Is.All.Matches<KeyNode>(node => node.Takes(issuer.IssueToken())));
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Test]
    public async Task Nodes_on_different_active_keys_accept_each_other()
    {
        await using var late = await KeyNode.StartAsync(_database.ConnectionString, _masterKey);
        var next = await _node.RotateAsync(rotation => rotation.AnnounceAsync(_node.Time.Now, default));
        await MoveAsync(TimeSpan.FromSeconds(2), _node, late);

        // Their clocks differ: one has changed over and the other has not.
        (_node.Time.Now, late.Time.Now) = (next.SignsFrom.AddSeconds(5), next.SignsFrom.AddSeconds(-1));

        Assert.That(_node.Active.Kid, Is.Not.EqualTo(late.Active.Kid));
        Assert.That((_node.Takes(late.IssueToken()), late.Takes(_node.IssueToken())), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Announcing_twice_makes_one_key()
    {
        var first = await _node.RotateAsync(rotation => rotation.AnnounceAsync(_node.Time.Now, default));
        var again = await _node.RotateAsync(rotation => rotation.AnnounceAsync(_node.Time.Now.AddHours(1), default));

        Assert.That((first.IsNew, again.IsNew, again.SignsFrom), Is.EqualTo((true, false, first.SignsFrom)));
        Assert.That(await _node.QueryAsync(db => db.SigningKeys.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task A_withdrawal_ends_the_tokens_of_every_older_key_at_one_moment_on_every_node()
    {
        await using var other = await KeyNode.StartAsync(_database.ConnectionString, _masterKey);
        await _node.RotateAsync(rotation => rotation.AnnounceAsync(_node.Time.Now, default));
        var stolen = _node.IssueToken();
        var from = await _node.RotateAsync(rotation => rotation.ReplaceAllAsync(_node.Time.Now, default));
        Assert.That(from - _node.Time.Now, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(6)));

        await MoveAsync(SigningKeyPlan.Reload, _node, other);
        Assert.That(other.SigningKeys.Published, Has.Count.EqualTo(1), "what ends in a moment is not shown any more");
        await MoveAsync(from - TimeSpan.FromTicks(1) - _node.Time.Now, _node, other);
        Assert.That((_node.Takes(stolen), other.Takes(stolen)), Is.EqualTo((true, true)));

        // No reload in between: the clock decides.
        (_node.Time.Now, other.Time.Now) = (from, from);
        Assert.That((_node.Takes(stolen), other.Takes(stolen)), Is.EqualTo((false, false)));
        Assert.That((_node.Takes(other.IssueToken()), other.Takes(_node.IssueToken())), Is.EqualTo((true, true)));

        await MoveAsync(SigningKeyPlan.Reload, _node, other);
        Assert.That(await _node.QueryAsync(db => db.SigningKeys.CountAsync()), Is.EqualTo(1));
        Assert.That((await EventsAsync(Created), await EventsAsync(Withdrawn), await EventsAsync(Retired)), Is.EqualTo((3L, 2L, 0L)));
        await using var restarted = await KeyNode.StartAsync(_database.ConnectionString, from, _masterKey);
        Assert.That(restarted.Takes(stolen), Is.False);
    }

    [Test]
    public async Task Withdrawals_and_announcements_at_once_leave_one_key_that_signs()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => i % 2 == 0
            ? await _node.RotateAsync(rotation => rotation.ReplaceAllAsync(_node.Time.Now, default))
            : (await _node.RotateAsync(rotation => rotation.AnnounceAsync(_node.Time.Now, default))).SignsFrom)));

        await MoveAsync(TimeSpan.FromSeconds(6), _node);
        await using var other = await KeyNode.StartAsync(_database.ConnectionString, _node.Time.Now, _masterKey);

        Assert.That(await _node.QueryAsync(db => db.SigningKeys.CountAsync(key => key.WithdrawnAt == null && key.SignsFrom <= _node.Time.Now)), Is.EqualTo(1));
        Assert.That((_node.Takes(other.IssueToken()), other.Takes(_node.IssueToken())), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task A_row_that_does_not_open_neither_ends_the_key_in_use_nor_holds_up_the_next()
    {
        var first = _node.Active.Kid;
        await _database.ExecuteAsync(
            "INSERT INTO signing_keys (id, generation, protected_private_key, created_at, signs_from) VALUES ('broken', 7, '\\x00', '2026-01-01', '2026-01-01')");

        await MoveAsync(TimeSpan.FromDays(29), _node);
        Assert.That((_node.Active.Kid, _node.SigningKeys.Published.Count), Is.EqualTo((first, 2)));

        await MoveAsync(SigningKeyPlan.Announcement, _node);
        Assert.That(_node.Active.Kid, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task A_key_from_before_there_were_turns_signs_on_and_the_next_is_announced_at_once()
    {
        var first = _node.Active.Kid;
        await _database.ExecuteAsync("UPDATE signing_keys SET signs_from = '-infinity'");

        await MoveAsync(TimeSpan.Zero, _node);
        Assert.That((_node.Active.Kid, _node.SigningKeys.Published.Count), Is.EqualTo((first, 2)));

        await MoveAsync(SigningKeyPlan.Announcement, _node);
        Assert.That(_node.Active.Kid, Is.Not.EqualTo(first));
    }

    [Test]
    public void No_token_of_any_kind_can_be_configured_to_outlive_the_overlap() =>
        Assert.That(
            new[] { Most<JwtPolicy>(nameof(JwtPolicy.AccessTokenSeconds)), Most<SessionPolicy>(nameof(SessionPolicy.SecondFactorTokenSeconds)), Most<SessionPolicy>(nameof(SessionPolicy.EnrollmentTokenSeconds)) },
            Is.All.LessThan(SigningKeyPlan.Overlap));

    private static TimeSpan Most<TPolicy>(string member) =>
        TimeSpan.FromSeconds((int)typeof(TPolicy).GetProperty(member)!.GetCustomAttribute<System.ComponentModel.DataAnnotations.RangeAttribute>()!.Maximum);

    private static void Note(KeyNode node, Dictionary<string, DateTimeOffset> published, List<(string Kid, DateTimeOffset At)> signed)
    {
        foreach (var key in node.SigningKeys.Published)
        {
            published.TryAdd(key.Kid, node.Time.Now);
        }

        signed.Add((node.Active.Kid, node.Time.Now));
    }

    private static async Task MoveAsync(TimeSpan by, params KeyNode[] nodes)
    {
        foreach (var node in nodes)
        {
            node.Time.Now += by;
        }

        foreach (var node in nodes)
        {
            await node.FollowAsync();
        }
    }

    private Task<long> EventsAsync(int number) => _database.ReadAsync<long>($"SELECT count(*) FROM audit_events WHERE event = {number}");
}
