using System.Net;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Import;
using CleanAuth.WebApi.Import;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Import;

/// <summary>The command, run as an operator runs it, under the run-time account of the database.</summary>
public sealed class ImportingFiles
{
    private ServiceHost _host;

    [SetUp]
    public async Task Start() => _host = await ServiceHost.StartAsync();

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Bad_lines_are_named_by_number_and_reason_and_the_good_ones_are_imported()
    {
        var phone = AuthApi.NewPhone();
        var imported = await _host.ImportAsync(
            Lines.Of("ann@example.com", phone: phone, phoneVerified: true),
            "{\"email\":",
            "",
            Lines.Of("änn@example.com"),
            Lines.Of("bob@example.com", "$2b$15$NnrOtmJDa9snvcyKUzQB1.qStqOxwyEo8BqUhveSMxjoK6lY50TM6"),
            Lines.Of("eve@example.com", phone: phone, phoneVerified: true),
            Lines.Of("joe@example.com", phone: AuthApi.NewPhone()),
            Lines.Of("x@example.com").PadRight(20_000),
            Lines.Of("zoe@example.com", "nonsense", phone: "0123", phoneVerified: true));

        Assert.That(imported.ExitCode, Is.EqualTo(1));
        Assert.That(imported.Summary, Is.EqualTo("imported 2, already there 0, refused 6, numbers left out because they were not verified 1"));
        Assert.That(imported.Errors.Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "line 2: is not one JSON object with the known members, each at most once and of its type",
            "line 4: email must be an e-mail address of at most 254 characters with an ASCII local part",
            "line 5: passwordHash must not cost more than 2^14 rounds of bcrypt or 2000000 of PBKDF2",
            "line 6: phone is the verified number of another account",
            "line 8: is longer than 8192 bytes",
            "line 9: phone must be a number with its calling code, such as +447700900123: a plus sign or 00, then 8 to 15 digits; blanks, dashes, dots and brackets may stand between; "
                + "passwordHash must be a hash of ASP.NET Identity (version 2 or 3), bcrypt ($2a$, $2b$, $2y$) or PBKDF2 ($pbkdf2-sha256$, $pbkdf2-sha512$)",
        }));
        Assert.That(await EmailsAsync(), Is.EqualTo("ann@example.com joe@example.com"));
    }

    [Test]
    public async Task Each_account_has_its_audit_event()
    {
        await _host.ImportAsync(Lines.Of("ann@example.com"), Lines.Of("bob@example.com"));

        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM accounts JOIN audit_events ON account_id = accounts.id AND event = 1009"), Is.EqualTo(2));
    }

    [Test]
    public async Task Somebody_who_has_an_account_here_keeps_its_password()
    {
        var (api, email) = (_host.Client(), AuthApi.NewEmail());
        (await api.SignUpAsync(email)).Expect(HttpStatusCode.Created);

        Assert.That(await _host.ImportAsync(Lines.Of(email.ToUpperInvariant(), displayName: "Mallory")), Is.EqualTo((0, "imported 0, already there 1, refused 0", "")));

        (await api.LogInAsync(email, HashVector.Cheap.Password)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await api.LogInAsync(email)).Expect(HttpStatusCode.OK);
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM accounts WHERE display_name IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task Ten_thousand_lines_come_in_transactions_of_five_hundred_and_a_second_time_change_nothing()
    {
        var lines = Lines.Many(10_000);

        Assert.That(await _host.ImportAsync(lines), Is.EqualTo((0, "imported 10000, already there 0, refused 0", "")));
        Assert.That(await _host.Database.ReadAsync<string>("SELECT min(n) || ' ' || max(n) || ' ' || count(*) FROM (SELECT count(*) n FROM accounts GROUP BY xmin::text) t"), Is.EqualTo("500 500 20"));
        var rows = await RowsAsync();

        Assert.That(await _host.ImportAsync(lines), Is.EqualTo((0, "imported 0, already there 10000, refused 0", "")));
        Assert.That(await RowsAsync(), Is.EqualTo(rows));
    }

    [TestCase(2)]
    [TestCase(4, Description = "some wait for each other in the database, and one of them is given up")]
    public async Task Imports_of_one_file_at_once_import_everybody_once(int imports)
    {
        var lines = Lines.Many(2_000);
        await using var other = _host.StartAnother();

        var all = await Task.WhenAll(Enumerable.Range(0, imports).Select(i => (i % 2 == 0 ? _host : other).ImportAsync(lines)));

        Assert.That(all.Select(one => (one.ExitCode, one.Errors)), Is.All.EqualTo((0, "")));
        Assert.That(all.SelectMany(one => Numbers(one.Summary)).Sum(), Is.EqualTo(imports * 2_000));
        Assert.That(all.Sum(one => Numbers(one.Summary)[0]), Is.EqualTo(2_000));
        Assert.That(await _host.Database.ReadAsync<string>("SELECT count(*) || ' ' || count(DISTINCT account_id) FROM audit_events WHERE event = 1009"), Is.EqualTo("2000 2000"));
    }

    [Test]
    public async Task Neither_output_nor_log_holds_a_name_a_number_or_a_hash()
    {
        var phone = AuthApi.NewPhone();
        string[] lines =
        [
            Lines.Of("canary@example.com", phone: phone, phoneVerified: true, displayName: "Canary Bird"), Lines.Of("canary@example.com"), Lines.Of("canary"),
            Lines.Of("canary2@example.com", phone: phone, phoneVerified: true), Lines.Of("canary3@example.com", "canary"), "canary", "{\"canary\":\"canary\"}",
        ];
        var imported = await _host.ImportAsync(lines);
        var command = CommandProcess.Start(typeof(Program).Assembly.Location, ProductionSettings.Of(_host.Database, _host.Plivo.BaseUrl, ProductionSettings.NewMasterKey()), "import", "-");
        await using var running = command;
        await command.Input.WriteAsync(string.Join('\n', lines.Append(Lines.Of("canary4@example.com"))));
        command.Input.Close();
        var end = await command.WaitAsync();

        Assert.That(imported.Summary, Is.EqualTo("imported 1, already there 1, refused 5"));
        Assert.That((end.ExitCode, end.Output.Trim()), Is.EqualTo((1, "imported 1, already there 2, refused 5")));
        foreach (var canary in new[] { "canary", "Canary", phone, phone[1..], HashVector.Cheap.Hash, HashVector.Cheap.Hash[7..] })
        {
            Assert.That($"{imported.Errors} {end.Output} {end.Errors}", Does.Not.Contain(canary));
            Assert.That(_host.Logs.Lines.Where(line => line.Contains(canary, StringComparison.Ordinal)), Is.Empty);
        }
    }

    [Test]
    public async Task A_file_that_is_not_there_and_a_command_without_one_say_so()
    {
        foreach (var (args, words) in new (string[], string)[] { ([], "Usage: import FILE"), (["a", "b"], "Usage: import FILE"), ([Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())], "The file cannot be read.") })
        {
            var errors = new StringWriter();

            Assert.That(await AccountImport.RunAsync(_host.Services, args, TextWriter.Null, errors), Is.EqualTo(1));
            Assert.That(errors.ToString(), Does.StartWith(words));
        }
    }

    private Task<string> EmailsAsync() => _host.Database.ReadAsync<string>("SELECT string_agg(email, ' ' ORDER BY email) FROM accounts");

    private Task<string> RowsAsync() => _host.Database.ReadAsync<string>("SELECT md5(string_agg(accounts::text || xmin::text, '' ORDER BY id)) FROM accounts");

    private static int[] Numbers(string summary) => [.. summary.Split(", ").Select(part => int.Parse(part.Split(' ')[^1], null))];
}
