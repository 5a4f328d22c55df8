using System.Security.Cryptography;
using System.Text;
using CleanAuth.Infrastructure.Security;
using CleanAuth.TestKit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>Signing keys in the database and in the memory of nodes.</summary>
public sealed class SigningKeyLoaderTests
{
    private const int ReloadFailed = 6003;
    private const int KeyRefused = 6002;

    private static readonly string s_old = TestKeys.NewMasterKey("old");
    private static readonly string s_new = TestKeys.NewMasterKey("new");

    [Test]
    public async Task The_first_start_makes_a_key_and_the_second_finds_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        string kid;
        string token;
        await using (var first = await KeyNode.StartAsync(database.ConnectionString, s_old))
        {
            (kid, token) = (first.Active.Kid, first.IssueToken());
            Assert.That(first.Log.Numbers, Is.Empty);
        }

        await using var second = await KeyNode.StartAsync(database.ConnectionString, s_old);

        Assert.That(second.SigningKeys.Published.Select(key => key.Kid), Is.EqualTo(new[] { kid }));
        Assert.That(second.Takes(token), Is.True);
    }

    [Test]
    public async Task Nodes_that_start_at_once_on_an_empty_database_agree_on_one_key([Range(1, 5)] int round)
    {
        await using var database = await TestDatabase.CreateAsync();

        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => KeyNode.StartAsync(database.ConnectionString, s_old))));

        Assert.That(await nodes[0].QueryAsync(db => db.SigningKeys.CountAsync()), Is.EqualTo(1), $"round {round}");
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
    public async Task A_restart_with_a_new_master_key_signs_with_the_same_key()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var before = await KeyNode.StartAsync(database.ConnectionString, s_old);
        await using var after = await KeyNode.StartAsync(database.ConnectionString, s_new, s_old);

        Assert.That(after.Active.Kid, Is.EqualTo(before.Active.Kid));
        Assert.That(before.Takes(after.IssueToken()), Is.True);
        Assert.That(after.Takes(before.IssueToken()), Is.True);
    }

    [Test]
    public async Task The_table_shows_no_private_key()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);

        var row = await node.QueryAsync(db => db.SigningKeys.SingleAsync());
        var pkcs8 = node.Get<IDataProtectionProvider>().CreateProtector("CleanAuth.SigningKeys", row.Id).Unprotect(row.ProtectedPrivateKey);
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(pkcs8, out _);
        var secret = ecdsa.ExportParameters(includePrivateParameters: true).D!;

        foreach (var shown in new[] { row.ProtectedPrivateKey, Encoding.UTF8.GetBytes(row.Id) })
        {
            Assert.That(shown.AsSpan().IndexOf(secret.AsSpan(0, 8)), Is.Negative);
        }

        Assert.That((row.Generation, row.Id), Is.EqualTo((1, node.Active.Kid)));
    }

    [Test]
    public async Task A_key_that_another_node_made_is_known_at_the_next_reload_and_signs_a_day_later()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);
        var first = node.Active;
        var next = node.Get<SigningKeyBox>().Create(generation: 2, node.Time.Now, node.Time.Now + SigningKeyPlan.Announcement);
        await AddAsync(node, next);

        await node.Time.FireAsync();

        Assert.That(() => node.SigningKeys.Held(next.Id), Is.Not.Null.After(10_000, 20));
        Assert.That(node.Active, Is.SameAs(first));

        node.Time.Now += SigningKeyPlan.Announcement;
        await node.Time.FireAsync();

        Assert.That(() => node.Active.Kid, Is.EqualTo(next.Id).After(10_000, 20));
        Assert.That(node.SigningKeys.Held(first.Kid), Is.SameAs(first));
    }

    [Test]
    public async Task A_key_that_somebody_only_wrote_into_the_table_is_not_used()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);
        using var theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = new SigningKey(theirs.ExportParameters(includePrivateParameters: true));
        var ours = await node.QueryAsync(db => db.SigningKeys.AsNoTracking().SingleAsync());
        await AddAsync(node, Row(key.Kid, generation: 0, ours.ProtectedPrivateKey));
        await AddAsync(node, Row("theirs", generation: 2, theirs.ExportPkcs8PrivateKey()));

        await node.Time.FireAsync();

        Assert.That(() => node.Log.Numbers.Count(number => number == KeyRefused), Is.EqualTo(2).After(10_000, 20));
        Assert.That(node.SigningKeys.Published.Select(known => known.Kid), Is.EqualTo(new[] { ours.Id }));
        await using var fresh = await KeyNode.StartAsync(database.ConnectionString, s_old);
        Assert.That(fresh.SigningKeys.Published.Select(known => known.Kid), Is.EqualTo(new[] { ours.Id }));
    }

    [Test]
    public async Task A_reload_that_fails_or_finds_nothing_keeps_the_keys()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);
        var token = node.IssueToken();

        await node.QueryAsync(db => db.SigningKeys.ExecuteDeleteAsync());
        await node.Time.FireAsync();
        Assert.That(() => node.Log.Numbers.Count(number => number == ReloadFailed), Is.EqualTo(1).After(10_000, 20));

        node.Time.Now += TimeSpan.FromSeconds(30);
        await database.ExecuteAsync("ALTER TABLE signing_keys RENAME TO elsewhere");
        await node.Time.FireAsync();
        Assert.That(() => node.Log.Numbers.Count(number => number == ReloadFailed), Is.EqualTo(2).After(10_000, 20));

        Assert.That(node.Takes(token), Is.True);
        Assert.That(node.Takes(node.IssueToken()), Is.True);
    }

    [Test]
    public void Without_a_database_a_node_does_not_start_and_says_what_to_look_at() =>
        Assert.That(
            () => KeyNode.StartAsync("Host=127.0.0.1;Port=1;Username=nobody;Password=hidden-password;Timeout=2", s_old),
            Throws.InvalidOperationException.With.Message.Contains("ConnectionStrings:Default").And.Message.Not.Contains("hidden-password"));

    [Test]
    public void Without_a_master_key_a_node_does_not_start() =>
        Assert.That(() => KeyNode.StartAsync("Host=127.0.0.1;Port=1", ""), Throws.Exception.With.Message.StartsWith("Security:MasterKey is missing"));

    private static SigningKeyRow Row(string kid, int generation, byte[] privateKey) => new()
    {
        Id = kid,
        Generation = generation,
        ProtectedPrivateKey = privateKey,
        CreatedAt = DateTimeOffset.UnixEpoch,
        SignsFrom = DateTimeOffset.UnixEpoch,
    };

    private static Task<int> AddAsync(KeyNode node, SigningKeyRow row) =>
        node.QueryAsync(db =>
        {
            db.SigningKeys.Add(row);
            return db.SaveChangesAsync();
        });
}
