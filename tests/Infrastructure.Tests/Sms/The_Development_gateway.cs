using System.Text.Json;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Tests.Sms;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class The_Development_gateway : IDisposable
{
    private const string Text = "271828 is your Example code (K7).\n@localhost #271828";
    private static readonly DateTimeOffset s_noon = new(2026, 8, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory("cleanauth-sms-").FullName;
    private readonly Clock _clock = new(s_noon);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Keeps_what_it_is_given_to_read_again()
    {
        await using var host = await StartAsync();
        var id = Guid.CreateVersion7();

        var outcome = await host.SendAsync(Text, id: id);

        Assert.That(outcome, Is.EqualTo(new SendOutcome(SendOutcomeKind.Accepted, $"dev-{id}")));
        Assert.That(Outbox(host).Read(GatewayHost.To, 10), Is.EqualTo(new[] { new DevelopmentMessage(id, OtpChannel.Sms, GatewayHost.To, Text, s_noon) }));
    }

    [Test]
    public async Task Writes_one_JSON_file_for_each_message()
    {
        await using var host = await StartAsync();
        var id = Guid.CreateVersion7();

        await host.SendAsync(Text, id: id);

        var file = Directory.GetFiles(Path.Combine(_root, ".data", "outbox")).Single();
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        Assert.That(json.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.GetString())), Is.EqualTo(new[]
        {
            ("id", id.ToString()), ("channel", "sms"), ("to", GatewayHost.To), ("text", Text), ("sentAt", "2026-08-23T12:00:00+00:00"),
        }));
        Assert.That(file, Does.EndWith(".json"));
    }

    [Test]
    public async Task Offers_calls_and_keeps_one_as_what_it_is()
    {
        await using var host = await StartAsync();
        var id = Guid.CreateVersion7();

        var outcome = await host.CallAsync("Your code is 2, 7, 1, 8, 2, 8.", id);

        Assert.That(host.Voice.IsOffered, Is.True);
        Assert.That(outcome, Is.EqualTo(new SendOutcome(SendOutcomeKind.Accepted, $"dev-{id}")));
        Assert.That(Outbox(host).Read(null, 10).Single(), Is.EqualTo(new DevelopmentMessage(id, OtpChannel.Voice, GatewayHost.To, "Your code is 2, 7, 1, 8, 2, 8.", s_noon)));
        Assert.That(host.Log.Lines, Has.Exactly(1).Contains("Call to ***23").And.Contains("2, 7, 1, 8, 2, 8"));
    }

    [Test]
    public async Task Shows_the_code_on_the_console_and_the_number_masked()
    {
        await using var host = await StartAsync();

        await host.SendAsync(Text);

        Assert.That(host.Log.Lines, Has.Exactly(1).Contains("2010").And.Contains("Information").And.Contains(Text).And.Contains("***23"));
        Assert.That(host.Log.Lines, Has.None.Contains("447700900123"));
    }

    [Test]
    public async Task Reads_the_newest_first_of_one_number_or_of_all()
    {
        await using var host = await StartAsync();
        await host.SendAsync("1");
        _clock.Now = s_noon.AddSeconds(2);
        await host.SendAsync("3");
        _clock.Now = s_noon.AddSeconds(1);
        await host.SendAsync("2", to: "+14155550123");

        Assert.That(Outbox(host).Read(null, 10).Select(message => message.Text), Is.EqualTo(new[] { "3", "2", "1" }));
        Assert.That(Outbox(host).Read(null, 2).Select(message => message.Text), Is.EqualTo(new[] { "3", "2" }));
        Assert.That(Outbox(host).Read(GatewayHost.To, 10).Select(message => message.Text), Is.EqualTo(new[] { "3", "1" }));
        Assert.That(Outbox(host).Read("+14155550199", 10), Is.Empty);
    }

    [Test]
    public async Task Has_nothing_to_read_before_the_first_message()
    {
        await using var host = await StartAsync();

        Assert.That(Outbox(host).Read(null, 10), Is.Empty);
    }

    [Test]
    public async Task Passes_over_files_that_are_no_messages()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, "mail")).FullName;
        string[] foreign = ["", "{", "null", "[]", "{}", "7", """{"id":1}""", """{"id":"0198d000-0000-7000-8000-000000000000","to":null,"text":"","sentAt":"2026-08-23T12:00:00Z"}"""];
        for (var i = 0; i < foreign.Length; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.json"), foreign[i]);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "large.json"), new string(' ', 100_000));
        await File.WriteAllBytesAsync(Path.Combine(folder, "bytes.json"), [0xFF, 0xFE, 0x00]);
        await File.WriteAllTextAsync(Path.Combine(folder, "half.json.tmp"), """{"id":""");
        Directory.CreateDirectory(Path.Combine(folder, "folder.json"));
        File.CreateSymbolicLink(Path.Combine(folder, "nowhere.json"), Path.Combine(_root, "nothing"));
        await using var host = await StartAsync(("Sms:OutboxFolder", "mail"));

        await host.SendAsync("real");

        Assert.That(Outbox(host).Read(null, 10).Select(message => message.Text), Is.EqualTo(new[] { "real" }));
    }

    [Test]
    public async Task Takes_a_folder_anywhere_and_a_blank_one_as_the_default([Values("", " ", "absolute")] string folder)
    {
        var expected = Path.Combine(_root, folder == "absolute" ? "elsewhere" : Path.Combine(".data", "outbox"));
        await using var host = await StartAsync(("Sms:OutboxFolder", folder == "absolute" ? expected : folder));

        await host.SendAsync();

        Assert.That(Directory.GetFiles(expected), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Says_not_sent_when_the_folder_cannot_be_written()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "file"), "");
        await using var host = await StartAsync(("Sms:OutboxFolder", "file/outbox"));

        Assert.That(await host.SendAsync(), Is.EqualTo(new SendOutcome(SendOutcomeKind.NotSent, Reason: "outbox_unwritable")));
        Assert.That(Outbox(host).Read(null, 10), Is.Empty);
        Assert.That(host.Log.Lines, Has.Exactly(1).Contains("Sms:OutboxFolder"));
    }

    private Task<GatewayHost> StartAsync(params (string Name, string Value)[] settings) =>
        GatewayHost.StartAsync(
            settings.Append((Name: "Sms:Domain", Value: "localhost")).ToDictionary(setting => setting.Name, string? (setting) => setting.Value),
            "Development",
            _root,
            _clock);

    private static DevelopmentOutbox Outbox(GatewayHost host) => host.Services.GetRequiredService<DevelopmentOutbox>();

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
