using System.Xml.Linq;
using CleanAuth.Infrastructure.Security;
using CleanAuth.TestKit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>The Data Protection key ring in the database (security-requirements section 16).</summary>
public sealed class KeyRingTests
{
    private const int RingElementRefused = 6004;

    private static readonly string s_old = TestKeys.NewMasterKey("old");
    private static readonly string s_new = TestKeys.NewMasterKey("new");

    [Test]
    public async Task The_table_shows_no_key_of_the_ring()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);

        var rows = await node.QueryAsync(db => db.DataProtectionKeys.ToListAsync());
        var clear = node.Get<IKeyManager>().GetAllKeys().Single().Descriptor.ExportToXml().SerializedDescriptorElement;
        var secret = clear.Descendants("value").Single().Value;

        Assert.That(Convert.FromBase64String(secret), Has.Length.EqualTo(64));
        Assert.That(rows, Has.Count.EqualTo(1));
        Assert.That(rows[0].Xml, Does.StartWith("<sealedByMasterKey keyId=\"old\">").And.Not.Contains(secret).And.Not.Contains(secret[..20]).And.Not.Contains("<value"));
    }

    [Test]
    public async Task What_the_ring_protects_is_encrypted_with_AES_256_GCM()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);

        var key = node.Get<IKeyManager>().GetAllKeys().Single().Descriptor.ExportToXml().SerializedDescriptorElement;

        Assert.That(key.Element("encryption")?.Attribute("algorithm")?.Value, Is.EqualTo("AES_256_GCM"));
    }

    [Test]
    public async Task A_key_that_somebody_only_wrote_into_the_table_is_not_used_and_opens_no_signing_key()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);
        var kid = node.Active.Kid;

        // All that an attacker needs who can write to the tables, if a key in clear were good enough.
        var ring = new RingOfTheAttacker();
        await using var attacker = new ServiceCollection().AddLogging().AddDataProtection().SetApplicationName("CleanAuth").Services
            .Configure<KeyManagementOptions>(options => options.XmlRepository = ring)
            .BuildServiceProvider();
        var theirs = new SigningKeyBox(attacker.GetRequiredService<IDataProtectionProvider>()).Create(generation: 2, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        await node.QueryAsync(db =>
        {
            db.SigningKeys.Add(theirs);
            db.DataProtectionKeys.Add(new DataProtectionKeyRow { Id = Guid.Empty, FriendlyName = "key", Xml = ring.Elements.Single().ToString() });
            return db.SaveChangesAsync();
        });

        await using var fresh = await KeyNode.StartAsync(database.ConnectionString, s_old);

        Assert.That(fresh.SigningKeys.Published.Select(key => key.Kid), Is.EqualTo(new[] { kid }));
        Assert.That(fresh.Log.Numbers, Does.Contain(RingElementRefused));
    }

    [Test]
    public async Task Another_node_opens_what_one_node_protected_also_when_the_master_key_became_a_previous_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await KeyNode.StartAsync(database.ConnectionString, s_old);
        var text = first.Protect("seed");

        await using var second = await KeyNode.StartAsync(database.ConnectionString, s_old);
        await using var rotated = await KeyNode.StartAsync(database.ConnectionString, s_new, s_old);

        Assert.That(text, Does.Not.Contain("seed"));
        Assert.That((second.Unprotect(text), rotated.Unprotect(text)), Is.EqualTo(("seed", "seed")));
    }

    [TestCase("another")]
    [TestCase("old")]
    public async Task With_another_master_key_a_node_does_not_start_and_adds_nothing_to_the_ring(string id)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);

        Assert.That(
            () => KeyNode.StartAsync(database.ConnectionString, TestKeys.NewMasterKey(id)),
            Throws.InvalidOperationException.With.Message.Contains("Security:MasterKey").And.Message.Contains("Security:PreviousMasterKeys"));

        Assert.That(await node.QueryAsync(db => db.DataProtectionKeys.CountAsync()), Is.EqualTo(1));
        Assert.That(await node.QueryAsync(db => db.SigningKeys.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task A_ring_without_signing_keys_does_not_get_any_under_another_master_key()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);
        await node.QueryAsync(db => db.SigningKeys.ExecuteDeleteAsync());

        Assert.That(
            () => KeyNode.StartAsync(database.ConnectionString, s_new),
            Throws.InvalidOperationException.With.Message.Contains("does not open with the configured master keys"));

        Assert.That(await node.QueryAsync(db => db.DataProtectionKeys.CountAsync()), Is.EqualTo(1));
        Assert.That(await node.QueryAsync(db => db.SigningKeys.CountAsync()), Is.Zero);
    }

    [Test]
    public async Task A_changed_row_opens_for_nobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);
        var row = await node.QueryAsync(db => db.DataProtectionKeys.AsNoTracking().SingleAsync());
        var xml = XElement.Parse(row.Xml);
        var box = Convert.FromBase64String(xml.Value);
        box[40] ^= 1;
        xml.Value = Convert.ToBase64String(box);
        await node.QueryAsync(db => db.DataProtectionKeys.ExecuteUpdateAsync(set => set.SetProperty(key => key.Xml, xml.ToString())));

        Assert.That(() => KeyNode.StartAsync(database.ConnectionString, s_old), Throws.InvalidOperationException);
    }

    private sealed class RingOfTheAttacker : IXmlRepository
    {
        internal List<XElement> Elements { get; } = [];

        public IReadOnlyCollection<XElement> GetAllElements() => Elements;

        public void StoreElement(XElement element, string friendlyName) => Elements.Add(element);
    }
}
