using System.Globalization;
using System.Text;
using CleanAuth.Domain.Accounts;
using CleanAuth.Infrastructure.Passwords;
using CleanAuth.TestKit;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Passwords;

internal sealed class CommonPasswordsTests
{
    private const string Setting = "Passwords:CommonListFile (environment variable Passwords__CommonListFile) ";

    private static readonly string[] s_enough = [.. Enumerable.Range(0, CommonPasswordFile.Least).Select(number => $"zanzibar{number:D6}")];

    private TemporaryFolder _folder;

    [SetUp]
    public void Open() => _folder = new TemporaryFolder();

    [TearDown]
    public void Close() => _folder.Dispose();

    [Test]
    public void The_list_has_3000_entries_that_pass_the_length_rule_and_each_is_refused()
    {
        string[] entries = [.. File.ReadLines(new PasswordChecksOptions().CommonListPath).Where(line => !line.StartsWith('#'))];
        var shipped = Shipped();

        Assert.That(entries, Has.Length.GreaterThanOrEqualTo(3_000).And.Unique);
        Assert.That(entries.Where(entry => new PasswordPolicy().Judge(entry, email: null, brand: "") is not null), Is.Empty, "judged by the length rule");
        Assert.That(entries.Where(entry => !shipped.Contains(entry) || !shipped.Contains(entry.ToUpperInvariant())), Is.Empty);
    }

    [TestCase("iloveyou123456")]
    [TestCase("qwertyuiop123")]
    [TestCase("Password1234!")]
    [TestCase("P@ssw0rd1234")]
    [TestCase("Administrator1")]
    [TestCase("1q2w3e4r5t6y")]
    [TestCase("1qaz2wsx3edc")]
    [TestCase("zaq12wsxcde3")]
    [TestCase("LetMeInPlease")]
    [TestCase("123456789012")]
    [TestCase("aaaaaaaaaaaa")]
    [TestCase("September2024")]
    [TestCase("Summer2024!!")]
    [TestCase("Michael1985!")]
    [TestCase("ManchesterUnited1")]
    [TestCase("passwordpassword")]
    [TestCase("correcthorsebatterystaple")]
    [TestCase("Passwort1234")]
    [TestCase("ichliebedich1")]
    [TestCase("motdepasse123")]
    [TestCase("jetaime12345")]
    [TestCase("contraseña123")]
    [TestCase("teamomuchomas")]
    [TestCase("minhasenha123")]
    [TestCase("deusefiel123")]
    [TestCase("woaini1314520")]
    [TestCase("ЙЦУКЕНГШЩЗХЪ")]
    public void What_people_really_choose_is_in_the_list(string password) => Assert.That(Shipped().Contains(password), Is.True);

    [TestCase("correct horse battery")]
    [TestCase("            ")]
    [TestCase("739104628815")]
    [TestCase("правильная лошадь")]
    [TestCase("vBx7-Kr2m-Qq9z")]
    public void What_nobody_else_chooses_is_not(string password) => Assert.That(Shipped().Contains(password), Is.False);

    [Test]
    public void Letters_of_every_script_are_compared_without_case_and_in_no_language()
    {
        string[] lines = [.. s_enough, "пароль-пароль", "\U00010428\U00010429 deseret text", "istanbul-istanbul", "strasse-strasse"];
        var list = Read(lines);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
        try
        {
            Assert.That(list.Contains("ПАРОЛЬ-пароль"), Is.True);
            Assert.That(list.Contains("\U00010400\U00010401 DESERET text"), Is.True, "beyond the basic plane");
            Assert.That(list.Contains("ISTANBUL-ISTANBUL"), Is.True, "a dotless i in Turkish only");
            Assert.That(list.Contains("straße-straße"), Is.False, "simple folding turns no letter into two");
            Assert.That(list.Contains("\u017Ftrasse-strasse"), Is.False, "nor a long s into another");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Comments_and_what_the_length_rule_refuses_anyway_are_passed_over_and_blanks_count()
    {
        var list = Read([.. s_enough, "# a comment of some length", "short", new string('x', 129), "ends in a blank ", ""]);

        Assert.That(list.Contains("# a comment of some length"), Is.False);
        Assert.That(list.Contains(new string('x', 129)), Is.False);
        Assert.That(list.Contains("ends in a blank "), Is.True);
        Assert.That(list.Contains("ends in a blank"), Is.False);
    }

    [Test]
    public void A_byte_order_mark_and_line_ends_of_Windows_belong_to_no_password()
    {
        var text = "\ufeff" + string.Join("\r\n", s_enough);

        var list = Load(_folder.Write("list", Encoding.UTF8.GetBytes(text)));

        Assert.That(list.Contains(s_enough[0]), Is.True);
        Assert.That(list.Contains(s_enough[^1]), Is.True);
    }

    [Test]
    public void A_list_that_is_too_short_stops_the_start()
    {
        AssertStops(_folder.Write("one less", s_enough.Skip(1)), "has 2999 passwords of 12 to 128 characters; 3000 are the least.");
        AssertStops(_folder.Write("the same in other case", s_enough.Skip(1).Append(s_enough[^1].ToUpperInvariant())), "has 2999 passwords");
        AssertStops(_folder.Write("short ones", s_enough.Select(entry => entry[..8])), "has 0 passwords");
        AssertStops(_folder.Write("empty", Array.Empty<string>()), "has 0 passwords");
    }

    [Test]
    public void A_list_that_cannot_be_read_stops_the_start()
    {
        AssertStops("/no/such/file", "cannot be read (DirectoryNotFoundException).");
        AssertStops(Path.GetTempPath(), "cannot be read (UnauthorizedAccessException).");
        AssertStops(_folder.Write("latin", [.. s_enough.SelectMany(entry => Encoding.Latin1.GetBytes($"é{entry}\n"))]), "is not UTF-8.");
    }

    [Test]
    public void A_list_that_would_fill_the_memory_stops_the_start()
    {
        AssertStops(_folder.Write("many", Enumerable.Range(0, CommonPasswordFile.Most + 1).Select(number => $"{number:D12}")), "has more than 1000000 passwords.");
        AssertStops(_folder.Write("large", new byte[CommonPasswordFile.MaxBytes + 1]), "has more than 64 MiB.");
    }

    [Test]
    public void The_file_is_read_at_the_start_and_not_before() =>
        Assert.That(
            () => new CommonPasswords(Options.Create(new PasswordChecksOptions { CommonListFile = "none" })).StartAsync(CancellationToken.None),
            Throws.InvalidOperationException.With.Message.StartsWith(Setting));

    private static CommonPasswords Shipped() => new(Options.Create(new PasswordChecksOptions()));

    private static CommonPasswords Load(string file) => new(Options.Create(new PasswordChecksOptions { CommonListFile = file }));

    private static void AssertStops(string file, string problem) =>
        Assert.That(() => CommonPasswordFile.Read(file), Throws.InvalidOperationException.With.Message.StartsWith(Setting + problem));

    private CommonPasswords Read(string[] lines) => Load(_folder.Write("list", lines));
}
