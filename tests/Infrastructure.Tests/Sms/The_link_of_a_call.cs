using System.Buffers.Text;
using System.Security.Cryptography;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Calls;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class The_link_of_a_call
{
    private const string Base64Url64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly Guid s_message = Guid.CreateVersion7();
    private static readonly string s_key = NewKey("k1");

    [Test]
    public void Names_its_message()
    {
        Assert.That(LinkOf(Links(s_key)), Does.Match("^[A-Za-z0-9_-]{43}$"));
        Assert.That(Links(s_key).MessageOf(new CallLink(LinkOf(Links(s_key)))), Is.EqualTo(s_message));
    }

    [Test]
    public void Names_nothing_with_any_character_changed()
    {
        var links = Links(s_key);
        var good = LinkOf(links);

        var changed = from at in Enumerable.Range(0, good.Length) from other in Base64Url64 where other != good[at] select good[..at] + other + good[(at + 1)..];

        Assert.That(changed.Where(link => links.MessageOf(new CallLink(link)) is not null), Is.Empty);
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("x")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("%00")]
    [TestCase("ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ")]
    public void Names_nothing_when_it_is_none(string link) => Assert.That(Links(s_key).MessageOf(new CallLink(link)), Is.Null);

    [Test]
    public void Has_one_spelling()
    {
        var good = LinkOf(Links(s_key));
        string[] spellings = [$"{good}=", $" {good}", $"{good}\n", $"{good[..20]} {good[20..]}", good + "A", $"{good}%3D"];

        Assert.That(spellings.Where(link => Links(s_key).MessageOf(new CallLink(link)) is not null), Is.Empty);
    }

    [Test]
    public void Is_no_use_without_the_key_even_to_who_knows_the_message()
    {
        var other = LinkOf(Links(NewKey("k1")));
        var bare = Base64Url.EncodeToString([.. s_message.ToByteArray(bigEndian: true), .. new byte[16]]);

        Assert.That(Links(s_key).MessageOf(new CallLink(other)), Is.Null);
        Assert.That(Links(s_key).MessageOf(new CallLink(bare)), Is.Null);
    }

    [Test]
    public void Outlives_a_change_of_the_master_key()
    {
        var old = LinkOf(Links(s_key));

        Assert.That(Links(NewKey("k2"), s_key).MessageOf(new CallLink(old)), Is.EqualTo(s_message));
        Assert.That(Links(NewKey("k2")).MessageOf(new CallLink(old)), Is.Null);
    }

    private static string LinkOf(CallLinks links) => links.AnswerOf(s_message).AbsolutePath.Split('/')[^1];

    private static CallLinks Links(string key, params string[] previous) => new(
        new MasterKeys(Options.Create(new MasterKeyOptions { MasterKey = key, PreviousMasterKeys = previous })),
        Options.Create(new PlivoOptions { CallbackBaseUrl = "https://auth.example.com", CallbackSecret = GatewayHost.CallbackSecret }));

    private static string NewKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
