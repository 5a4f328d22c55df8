using System.Xml.Linq;
using CleanAuth.Infrastructure.Security;
using CleanAuth.TestKit;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>The Data Protection key ring in the database (security-requirements section 16).</summary>
public sealed class KeyRingTests
{
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
        Assert.That(rows[0].Xml, Does.Contain("masterKeyEncrypted keyId=\"old\"").And.Not.Contains(secret).And.Not.Contains(secret[..20]).And.Not.Contains("<value"));
    }

    [Test]
    public async Task What_the_ring_protects_is_encrypted_with_AES_256_GCM()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);

        var row = await node.QueryAsync(db => db.DataProtectionKeys.SingleAsync());

        Assert.That(XElement.Parse(row.Xml).Descendants("encryption").Single().Attribute("algorithm")?.Value, Is.EqualTo("AES_256_GCM"));
    }

    [Test]
    public async Task The_table_does_not_tie_the_ring_to_one_version_of_the_service()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var node = await KeyNode.StartAsync(database.ConnectionString, s_old);

        var row = await node.QueryAsync(db => db.DataProtectionKeys.SingleAsync());

        Assert.That(
            XElement.Parse(row.Xml).Descendants().Attributes("decryptorType").Single().Value,
            Is.EqualTo("CleanAuth.Infrastructure.Security.MasterKeyXmlDecryptor, CleanAuth.Infrastructure"));
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
        var wrapped = xml.Descendants(KeyRingCipher.Wrapped).Single();
        var box = Convert.FromBase64String(wrapped.Value);
        box[40] ^= 1;
        wrapped.Value = Convert.ToBase64String(box);
        await node.QueryAsync(db => db.DataProtectionKeys.ExecuteUpdateAsync(set => set.SetProperty(key => key.Xml, xml.ToString())));

        Assert.That(() => KeyNode.StartAsync(database.ConnectionString, s_old), Throws.InvalidOperationException);
    }
}
