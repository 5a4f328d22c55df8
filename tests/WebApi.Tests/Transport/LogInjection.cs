using System.Buffers;
using System.Text;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Attack 41: what a client sends is at most one line of the log, and no field of an answer.</summary>
public sealed class LogInjection
{
    private const string Junk = "00-" + Canary.Text;

    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\r\n\u001b\u2028\u2029\u0085");

    private ServiceHost _host;

    [OneTimeSetUp]
    public async Task Start() => _host = await ServiceHost.StartAsync(("Logging:LogLevel:Default", "Debug"), ("Logging:LogLevel:Microsoft.AspNetCore", "Debug"));

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("traceparent: " + Junk)]
    [TestCase("traceparent: 00-zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-zzzzzzzzzzzzzzzz-01" + Canary.Text)]
    [TestCase("traceparent: " + Junk + "\u001b[31m", TestName = "{m}(traceparent with an escape)")]
    [TestCase("traceparent: " + Junk + "\u00e2\u0080\u00a8line", TestName = "{m}(traceparent with a line separator)")]
    [TestCase("tracestate: a=" + Canary.Text)]
    [TestCase("baggage: a=" + Canary.Text)]
    [TestCase("Correlation-Context: a=" + Canary.Text)]
    [TestCase("Request-Id: |" + Canary.Text + ".1.")]
    [TestCase("X-Request-ID: " + Canary.Text)]
    [TestCase("User-Agent: " + Canary.Text + "\u001b[2J\u00e2\u0080\u00a8x", TestName = "{m}(User-Agent with an escape and a line separator)")]
    [TestCase("Cookie: " + Canary.Text)]
    [TestCase("Authorization: Bearer " + Canary.Text)]
    [TestCase("Authorization: Basic " + Canary.Text)]
    [TestCase("X-Forwarded-For: " + Canary.Text)]
    [TestCase("Accept: " + Canary.Text)]
    [TestCase("Accept-Language: " + Canary.Text)]
    [TestCase("Origin: " + Canary.Text)]
    public async Task A_header_of_junk_is_neither_answered_nor_logged_as_lines(string header)
    {
        var before = _host.Logs.Lines.Count;

        var answer = await RawHttp.SendAsync(_host.BaseAddress, "GET", "/api/v1/account", header);

        Assert.That(RawHttp.StatusOf(answer), Is.InRange(400, 499));
        Assert.That(answer, Does.Not.Contain(Canary.Text));
        var lines = _host.Logs.Lines.Skip(before).Where(line => line.Contains(Canary.Text, StringComparison.Ordinal)).ToList();
        Assert.That(lines.Where(line => line.AsSpan().ContainsAny(s_lineBreaks)), Is.Empty);
    }

    [TestCase("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c")]
    [TestCase("traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01", null)]
    [TestCase("traceparent: 00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", null)]
    [TestCase("traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null)]
    [TestCase("traceparent: " + Junk, null)]
    [TestCase("traceparent: |abc.1.", null)]
    [TestCase("traceparent:", null)]
    public async Task The_traceId_of_an_answer_is_that_of_a_good_traceparent_or_a_new_one(string header, string? traceId)
    {
        var answer = await RawHttp.SendAsync(_host.BaseAddress, "GET", "/api/v1/account", header);

        var shown = System.Text.RegularExpressions.Regex.Match(answer, "\"traceId\":\"([^\"]*)\"").Groups[1].Value;
        Assert.That(shown, Does.Match("^(?!0+$)[0-9a-f]{32}$"));
        Assert.That(shown, traceId is null ? Is.Not.EqualTo("0af7651916cd43dd8448eb211c80319c") : Is.EqualTo(traceId));
    }

    [Test]
    public void Outside_Development_the_console_writes_one_JSON_line_whatever_the_text()
    {
        const string hostile = "a\r\nb\nc\u2028d\u2029e\u0085f\u001b[31mg\u202eh\"i\\j\0k";
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = "Production" });
        builder.ConfigureLogging();
        using var services = builder.Services.BuildServiceProvider();
        var formatter = services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Json);
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push(new Dictionary<string, object> { [hostile] = hostile });
        var state = new Dictionary<string, object?> { [hostile] = hostile, ["{OriginalFormat}"] = hostile };

        using var written = new StringWriter(new StringBuilder(), System.Globalization.CultureInfo.InvariantCulture);
        formatter.Write(
            new LogEntry<Dictionary<string, object?>>(LogLevel.Error, hostile, default, state, new InvalidOperationException(hostile), (_, _) => hostile), scopes, written);

        var text = written.ToString();
        Assert.That(text.TrimEnd('\n', '\r').AsSpan().IndexOfAnyExceptInRange(' ', '~'), Is.EqualTo(-1), text);
        Assert.That(text, Does.Contain("\"Timestamp\":\"20").And.Contain("Z\"").And.Contain("\\u001B[31m").And.Contain("\\u2028"));
        using var json = System.Text.Json.JsonDocument.Parse(text);
        Assert.That(json.RootElement.GetProperty("Message").GetString(), Is.EqualTo(hostile));
    }
}
