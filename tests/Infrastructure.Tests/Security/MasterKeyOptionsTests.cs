using System.Text;
using CleanAuth.Infrastructure.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Security;

public sealed class MasterKeyOptionsTests
{
    private static readonly string s_random = TestKeys.NewMasterKey("x")[2..];

    public static IEnumerable<TestCaseData<string>> WrongForms() =>
    [
        Case("nothing", ""),
        Case("no id", s_random),
        Case("an empty id", $":{s_random}"),
        Case("an id of 65 characters", $"{new string('a', 65)}:{s_random}"),
        Case("a blank in the id", $"k 1:{s_random}"),
        Case("an id in Cyrillic", $"ключ:{s_random}"),
        Case("no key", "k1:"),
        Case("other signs than base64", "k1:not base64!"),
        Case("a line feed at the end", $"k1:{s_random}\n"),
        Case("a blank before the key", $"k1: {s_random}"),
        Case("a missing padding", $"k1:{s_random[..^1]}"),
        Case("hexadecimal digits", $"k1:{Convert.ToHexString(Convert.FromBase64String(s_random))}"),
        Case("31 bytes", $"k1:{Convert.ToBase64String(Convert.FromBase64String(s_random)[..31])}"),
        Case("33 bytes", $"k1:{Convert.ToBase64String([.. Convert.FromBase64String(s_random), 1])}"),
    ];

    public static IEnumerable<TestCaseData<byte[]>> Weak() =>
    [
        Case<byte[]>("zeros", new byte[32]),
        Case<byte[]>("one repeated byte", [.. Enumerable.Repeat((byte)0xA7, 32)]),
        Case<byte[]>("two bytes in turn", [.. Enumerable.Range(0, 32).Select(i => (byte)(i % 2 == 0 ? 0xDE : 0xAD))]),
        Case<byte[]>("counted up", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]),
        Case<byte[]>("counted down in sevens", [.. Enumerable.Range(0, 32).Select(i => (byte)(255 - (7 * i)))]),
        Case("a text", Encoding.ASCII.GetBytes("change-me-change-me-change-me-32")),
        Case("hexadecimal digits as text", Encoding.ASCII.GetBytes("0123456789abcdef0123456789ABCDEF")),
    ];

    [TestCaseSource(nameof(WrongForms))]
    public void A_master_key_of_another_form_is_refused_by_name_and_not_shown(string value)
    {
        var problem = Problem(value);

        Assert.That(problem, Does.StartWith("Security:MasterKey ").And.Not.Contains(s_random[..10]));
    }

    [TestCaseSource(nameof(WrongForms))]
    public void A_previous_master_key_of_another_form_is_refused_by_its_place(string value)
    {
        var problem = Problem(TestKeys.NewMasterKey("current"), TestKeys.NewMasterKey("first"), value);

        Assert.That(problem, Does.StartWith("Security:PreviousMasterKeys:1 ").And.Not.Contains(s_random[..10]));
    }

    [TestCaseSource(nameof(Weak))]
    public void A_key_that_nobody_drew_at_random_is_refused(byte[] key)
    {
        var value = $"k1:{Convert.ToBase64String(key)}";

        Assert.That(Problem(value), Does.StartWith("Security:MasterKey is a sample").And.Not.Contains(value[3..]));
    }

    [Test]
    public void Random_keys_are_taken()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Assert.That(Problem(TestKeys.NewMasterKey("k_1-A")), Is.Null);
        }
    }

    [Test]
    public void Two_keys_of_one_id_are_refused() =>
        Assert.That(Problem(TestKeys.NewMasterKey("k1"), TestKeys.NewMasterKey("k1")), Does.StartWith("Security:PreviousMasterKeys:0 has the id of another"));

    [Test]
    public void A_missing_master_key_stops_the_start_with_a_sentence_that_says_how_to_make_one()
    {
        using var services = new ServiceCollection().AddLogging().AddKeyProtection(new ConfigurationBuilder().Build()).BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.That(refused!.Message, Does.StartWith("Security:MasterKey is missing").And.Contains("openssl rand -base64 32").And.Contains("Security__MasterKey"));
    }

    [Test]
    public void Keys_are_read_from_the_settings_of_the_contract()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Security:MasterKey"] = TestKeys.NewMasterKey("new"),
            ["Security:PreviousMasterKeys:0"] = TestKeys.NewMasterKey("old"),
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddKeyProtection(configuration).BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Validate();
        var keys = services.GetRequiredService<MasterKeys>();

        Assert.That((keys.CurrentId, keys.Knows("old"), keys.Knows("older")), Is.EqualTo(("new", true, false)));
    }

    [Test]
    public void A_master_key_prints_only_its_id()
    {
        Assert.That(MasterKey.TryParse($"k1:{s_random}", out var key, out _), Is.True);
        Assert.That($"{key}", Is.EqualTo("MasterKey(k1)"));
    }

    private static string? Problem(string current, params string[] previous) =>
        new MasterKeyValidator().Validate(null, new MasterKeyOptions { MasterKey = current, PreviousMasterKeys = previous }).FailureMessage;

    private static TestCaseData<T> Case<T>(string name, T value) => new(value) { TestName = $"{{m}}({name})" };
}
