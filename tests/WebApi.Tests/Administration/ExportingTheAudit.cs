using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

public sealed class ExportingTheAudit
{
    private ServiceHost _host;
    private AuthApi _api;
    private Administrator _administrator;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _administrator = await _api.NewAdministratorAsync(_host.Database);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task An_export_has_a_line_for_each_event_and_one_that_says_how_many()
    {
        var answer = await _api.ExportAuditAsync(_administrator.Token, $"?account={_administrator.AccountId}");
        var listed = await _api.ListAuditAsync(_administrator.Token, $"?account={_administrator.AccountId}&limit=100");

        Assert.That(answer.ContentHeaders.ContentType?.ToString(), Is.EqualTo("application/x-ndjson; charset=utf-8"));
        var lines = answer.Lines();
        Assert.That(lines.SkipLast(1).Select(line => line.GetRawText()), Is.EqualTo(listed.Items().Select(item => item.GetRawText())).And.Not.Empty);
        Assert.That(lines[^1].GetRawText(), Is.EqualTo($"{{\"count\":{lines.Count - 1}}}"));
    }

    [Test]
    public async Task An_export_is_an_event_with_its_administrator()
    {
        (await _api.ExportAuditAsync(_administrator.Token, "?outcome=failed")).Expect(HttpStatusCode.OK);

        var item = (await _api.ListAuditAsync(_administrator.Token, "?event=auditExported&limit=1")).Items().Single();
        Assert.That((item.Text("administratorId"), item.Text("actor"), item.Text("accountId")), Is.EqualTo((_administrator.AccountId, "administrator", (string?)null)));
        Assert.That(item.Text("sessionId"), Is.Not.Null);
    }

    [Test]
    public async Task More_than_100000_lines_come_in_several_exports_that_miss_none()
    {
        await _host.Database.ExecuteAsync("""
            INSERT INTO audit_events (id, at, event, outcome, origin, account_id)
            SELECT gen_random_uuid(), '2026-01-01Z'::timestamptz + n * interval '1 ms', 2001, 0, 0, '00000000-0000-0000-0000-000000000007' FROM generate_series(1, 100500) n
            """);
        const string Filter = "?account=00000000-0000-0000-0000-000000000007";

        var first = (await _api.ExportAuditAsync(_administrator.Token, Filter)).Lines();
        Assert.That(first[^1].GetProperty("count").GetInt32(), Is.EqualTo(100_000));
        var second = (await _api.ExportAuditAsync(_administrator.Token, $"{Filter}&cursor={first[^1].Text("nextCursor")}")).Lines();

        Assert.That(second[^1].GetRawText(), Is.EqualTo("{\"count\":500}"));
        Assert.That(first.SkipLast(1).Concat(second.SkipLast(1)).Select(line => line.Text("id")).Distinct().Count(), Is.EqualTo(100_500));
    }

    [Test]
    public async Task Nothing_leaves_when_the_event_of_the_export_cannot_be_stored()
    {
        await _host.Database.ExecuteAsync("ALTER TABLE audit_events ADD CONSTRAINT none CHECK (event <> 8010) NOT VALID");
        try
        {
            var answer = (await _api.ExportAuditAsync(_administrator.Token)).Expect(HttpStatusCode.InternalServerError, "internal_error");
            Assert.That(answer.Body, Does.Not.Contain("accountCreated"));
        }
        finally
        {
            await _host.Database.ExecuteAsync("ALTER TABLE audit_events DROP CONSTRAINT none");
        }
    }
}
