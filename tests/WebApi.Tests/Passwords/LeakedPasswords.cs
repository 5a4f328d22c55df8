using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>The check against the range API of Have I Been Pwned, whose part a stub plays: it refuses what leaked, tells little and stops nobody.</summary>
public sealed class LeakedPasswords
{
    private const string Padding = "0123456789ABCDEF0123456789ABCDEF012:0\r\n";

    private readonly ConcurrentQueue<string> _outcomes = new();
    private readonly MeterListener _listener = new();

    private PlivoStub _ranges;
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _ranges = await PlivoStub.StartAsync();
        _host = await ServiceHost.StartAsync(
            ("Passwords:BreachedCheck", "true"), ("Passwords:BreachedBaseUrl", _ranges.BaseUrl), ("Passwords:BreachedTimeoutSeconds", "1"));
        _api = _host.Client();
        _listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Name == "cleanauth.password.breach_checks" && instrument.Meter.Scope == _host.Services.GetRequiredService<IMeterFactory>())
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _outcomes.Enqueue($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        _listener.Start();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _listener.Dispose();
        await (_host?.DisposeAsync() ?? default);
        await (_ranges?.DisposeAsync() ?? default);
    }

    [SetUp]
    public void Forget() => _outcomes.Clear();

    private static IEnumerable<TestCaseData> Unanswered() =>
    [
        Named("an error", PlivoBehaviours.Answer(500, "")),
        Named("too many requests", PlivoBehaviours.Answer(429, "")),
        Named("no such range", PlivoBehaviours.Answer(404, "")),
        Named("nothing", PlivoBehaviours.Hang),
        Named("an answer that never ends, slowly", PlivoBehaviours.Slow),
        Named("an answer that never ends", PlivoBehaviours.Endless(200)),
        Named("more than 1 MiB", Answer(string.Concat(Enumerable.Repeat(Padding, 30_000)))),
        Named("a page", PlivoBehaviours.Html),
        Named("an empty answer", PlivoBehaviours.Answer(200, "", "text/plain")),
        Named("a reset connection", PlivoBehaviours.Reset),
        Named("no HTTP", PlivoBehaviours.Raw("SSH-2.0-OpenSSH\r\n")),
        Named("headers without end", PlivoBehaviours.Raw($"HTTP/1.1 200 OK\r\nX: {new string('x', 100_000)}\r\n\r\n")),
    ];

    [TestCaseSource(nameof(Unanswered))]
    public async Task Sign_up_goes_on_without_a_good_answer_and_the_metric_counts_it(PlivoBehaviour behaviour)
    {
        var password = NewPassword();
        _ranges.Behaviour = behaviour;

        (await _api.SignUpAsync(AuthApi.NewEmail(), password: password)).Expect(HttpStatusCode.Created);

        Assert.That(_outcomes, Is.EqualTo(new[] { "1 outcome=failed" }));
        Assert.That(_host.Logs.Lines.Any(line => line.Contains("Warning CleanAuth.Infrastructure.Passwords.BreachedPasswords[3100]", StringComparison.Ordinal)), Is.True);
        AssertNotLogged(password);
    }

    [Test]
    public async Task Sign_up_goes_on_when_nobody_listens()
    {
        var gone = await PlivoStub.StartAsync();
        var address = gone.BaseUrl;
        await gone.DisposeAsync();
        await using var other = _host.StartAnother(("Passwords:BreachedCheck", "true"), ("Passwords:BreachedBaseUrl", address));

        (await other.Client().SignUpAsync(AuthApi.NewEmail(), password: NewPassword())).Expect(HttpStatusCode.Created);

        Assert.That(other.Logs.Lines.Any(line => line.Contains("[3100]", StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public async Task A_leaked_password_is_refused_and_makes_no_account()
    {
        var (email, password) = (AuthApi.NewEmail(), NewPassword());
        _ranges.Behaviour = Leak(password);

        var answer = (await _api.SignUpAsync(email, password: password)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Json.GetProperty("errors").GetProperty("password")[0].GetProperty("code").GetString(), Is.EqualTo("password_breached"));
        Assert.That(_outcomes, Is.EqualTo(new[] { "1 outcome=found" }));
        AssertNotLogged(password);
        _ranges.Behaviour = Answer(Padding);
        (await _api.SignUpAsync(email, password: NewPassword())).Expect(HttpStatusCode.Created);
    }

    [Test]
    public async Task A_password_that_is_only_padding_of_the_answer_is_clean()
    {
        var password = NewPassword();
        _ranges.Behaviour = Answer($"{Padding}{Suffix(password)}:0\r\n");

        (await _api.SignUpAsync(AuthApi.NewEmail(), password: password)).Expect(HttpStatusCode.Created);

        Assert.That(_outcomes, Is.EqualTo(new[] { "1 outcome=clean" }));
    }

    [Test]
    public async Task Five_digits_of_the_hash_leave_and_nothing_else_that_tells_of_anybody()
    {
        var (email, password) = (AuthApi.NewEmail(), NewPassword());
        var before = _ranges.Messages.Count;
        _ranges.Behaviour = Answer(Padding);

        (await _api.SignUpAsync(email, password: password)).Expect(HttpStatusCode.Created);

        var asked = _ranges.Messages.Skip(before).Single();
        Assert.That((asked.Method, asked.Path, asked.Body), Is.EqualTo(("GET", $"/range/{Hash(password)[..5]}", "")));
        Assert.That(asked.Headers.Keys, Is.EquivalentTo(new[] { "Host", "User-Agent", "Add-Padding" }));
        Assert.That((asked.Headers["User-Agent"], asked.Headers["Add-Padding"]), Is.EqualTo(("CleanAuth", "true")));
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await PlivoStub.StartAsync();
        var password = NewPassword();
        _ranges.Behaviour = PlivoBehaviours.Redirect($"{elsewhere.BaseUrl}/range/{Hash(password)[..5]}");

        (await _api.SignUpAsync(AuthApi.NewEmail(), password: password)).Expect(HttpStatusCode.Created);

        Assert.That(elsewhere.Messages, Is.Empty);
        Assert.That(_outcomes, Is.EqualTo(new[] { "1 outcome=failed" }));
    }

    [TestCase("Password1234!")]
    [TestCase("too short")]
    [TestCase("12-CleanAuth-34")]
    public async Task Nobody_is_asked_about_a_password_that_another_rule_refuses(string password)
    {
        var before = _ranges.Messages.Count;

        (await _api.SignUpAsync(AuthApi.NewEmail(), password: password)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(_ranges.Messages, Has.Count.EqualTo(before));
        Assert.That(_outcomes, Is.Empty);
    }

    [Test]
    public async Task Nobody_is_asked_at_a_log_in_nor_while_the_check_is_off_as_it_is_until_told()
    {
        var (email, password) = (AuthApi.NewEmail(), NewPassword());
        var before = _ranges.Messages.Count;
        await using var other = _host.StartAnother(("Passwords:BreachedBaseUrl", _ranges.BaseUrl));

        (await other.Client().SignUpAsync(email, password: password)).Expect(HttpStatusCode.Created);
        (await _api.LogInAsync(email, password)).Expect(HttpStatusCode.OK);

        Assert.That(_ranges.Messages, Has.Count.EqualTo(before));
    }

    private static TestCaseData Named(string name, PlivoBehaviour behaviour) => new TestCaseData(behaviour).SetArgDisplayNames(name);

    private static PlivoBehaviour Answer(string body) => PlivoBehaviours.Answer(200, body, "text/plain");

    /// <summary>What the range API says when this password leaked.</summary>
    internal static PlivoBehaviour Leak(string password) => Answer($"{Padding}{Suffix(password)}:3\r\n");

    private static string NewPassword() => $"a leaked one {RandomNumberGenerator.GetHexString(16)}";

    private static string Suffix(string password) => Hash(password)[5..];

#pragma warning disable CA5350 // The other side knows passwords by their SHA-1.
    private static string Hash(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350

    /// <summary>Neither the password nor its hash, nor the part of it that leaves.</summary>
    private void AssertNotLogged(string password)
    {
        var lines = _host.Logs.Lines;
        foreach (var secret in new[] { password, Suffix(password), $"range/{Hash(password)[..5]}" })
        {
            Assert.That(lines.Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)), Is.Empty);
        }
    }
}
