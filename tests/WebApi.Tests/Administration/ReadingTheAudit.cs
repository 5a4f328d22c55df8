using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Who did what to whom, when, from where, how it ended and why.</summary>
public sealed class ReadingTheAudit
{
    private ServiceHost _host;
    private AuthApi _api;
    private Administrator _administrator;
    private string _account;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _administrator = await _api.NewAdministratorAsync(_host.Database);
        var person = await _api.NewPersonAsync();
        _account = await _api.AccountIdAsync(person);
        (await _api.LogInAsync(person.Email, "wrong password")).Expect(HttpStatusCode.Unauthorized);
        (await _api.SetStatusAsync(_administrator.Token, _account, "disabled", "Ticket 4712")).Expect(HttpStatusCode.NoContent);
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.Forbidden);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task An_administrators_act_says_who_what_whom_when_from_where_and_why()
    {
        var item = (await ListAsync($"?account={_account}&event=accountDisabled")).Items().Single();

        Assert.That((item.Text("event"), item.Text("outcome"), item.Text("actor"), item.Text("origin")), Is.EqualTo(("accountDisabled", "succeeded", "administrator", "api")));
        Assert.That((item.Text("accountId"), item.Text("administratorId"), item.Text("reason")), Is.EqualTo((_account, _administrator.AccountId, "Ticket 4712")));
        Assert.That(item.Text("sessionId"), Is.Not.Null);
        Assert.That(item.Text("at"), Does.Match(@"^20\d\d-.*Z$"));
        Assert.That(item.Text("network"), Does.Match("^[A-Za-z0-9_-]{16}$"), "an opaque name");
    }

    [TestCase("loginSucceeded", "succeeded", "owner")]
    [TestCase("loginFailed", "failed", "stranger")]
    [TestCase("loginRefusedDisabled", "refused", "owner")]
    [TestCase("accountCreated", "succeeded", "owner")]
    public async Task What_happened_without_an_administrator_says_how_it_ended_and_who_it_can_have_been(string what, string outcome, string actor)
    {
        var item = (await ListAsync($"?account={_account}&event={what}")).Items().Single();

        Assert.That((item.Text("outcome"), item.Text("actor"), item.Text("administratorId"), item.Text("reason")), Is.EqualTo((outcome, actor, (string?)null, (string?)null)));
    }

    [Test]
    public async Task What_the_service_does_by_itself_came_from_nowhere()
    {
        var item = (await ListAsync("?event=signingKeyCreated")).Items().Single();

        Assert.That((item.Text("actor"), item.Text("origin"), item.Text("network"), item.Text("accountId")), Is.EqualTo(("service", "service", (string?)null, (string?)null)));
    }

    [Test]
    public async Task Events_of_one_network_have_one_name_and_no_address_is_stored()
    {
        var networks = await _host.Database.ReadAsync<string>("SELECT string_agg(DISTINCT network, ' ') FROM audit_events WHERE origin = 0");

        Assert.That(networks, Does.Match("^[A-Za-z0-9_-]{16}$"), "all came from this machine");
        Assert.That(await _host.Database.ReadAsync<string>("SELECT string_agg(e::text, ' ') FROM audit_events e"), Does.Not.Contain("127.0.0").And.Not.Contain("::1"));
    }

    [TestCase("account={0}", "account_id = '{0}'")]
    [TestCase("administrator={1}", "administrator_id = '{1}'")]
    [TestCase("event=loginFailed", "event = 2002")]
    [TestCase("outcome=failed", "outcome = 1")]
    [TestCase("outcome=refused", "outcome = 2")]
    [TestCase("outcome=succeeded", "outcome = 0")]
    [TestCase("from=2001-01-01T00:00:00Z&to=2998-12-31T23:59:59.999%2B02:00", "true")]
    [TestCase("to=2001-01-01T00:00:00Z", "false")]
    [TestCase("from=2998-01-01T00:00:00Z", "false")]
    [TestCase("account={0}&outcome=failed&from=2001-01-01T00:00:00Z", "account_id = '{0}' AND outcome = 1")]
    public async Task A_filter_gives_what_fits_and_all_of_it(string filter, string condition)
    {
        var query = filter.Replace("{0}", _account, StringComparison.Ordinal).Replace("{1}", _administrator.AccountId, StringComparison.Ordinal);
        var where = condition.Replace("{0}", _account, StringComparison.Ordinal).Replace("{1}", _administrator.AccountId, StringComparison.Ordinal);

        var found = await AllAsync(query, limit: 3);

        var expected = await _host.Database.ReadAsync<string>($"SELECT coalesce(string_agg(id::text, ' ' ORDER BY at DESC, id DESC), '') FROM audit_events WHERE {where}");
        Assert.That(string.Join(' ', found), Is.EqualTo(expected));
    }

    [Test]
    public async Task The_moments_of_a_period_belong_to_it_at_its_beginning_and_not_at_its_end()
    {
        var at = await _host.Database.ReadAsync<DateTime>($"SELECT at FROM audit_events WHERE event = 8003 AND account_id = '{_account}'");
        var (moment, later) = ($"{at:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}", $"{at.AddMicroseconds(1):yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}");

        Assert.That((await ListAsync($"?event=accountDisabled&account={_account}&from={moment}&to={later}")).Items(), Has.Count.EqualTo(1));
        Assert.That((await ListAsync($"?event=accountDisabled&account={_account}&from={later}")).Items(), Is.Empty);
        Assert.That((await ListAsync($"?event=accountDisabled&account={_account}&to={moment}")).Items(), Is.Empty);
    }

    [Test]
    public async Task A_cursor_with_another_filter_or_of_somebody_else_or_changed_answers_400()
    {
        var cursor = (await ListAsync("?outcome=succeeded&limit=1")).Expect(HttpStatusCode.OK)["nextCursor"]!;
        var other = await _host.Client().NewAdministratorAsync(_host.Database);

        (await ListAsync($"?outcome=succeeded&limit=1&cursor={cursor}")).Expect(HttpStatusCode.OK);
        foreach (var query in new[]
        {
            $"?cursor={cursor}", $"?outcome=failed&cursor={cursor}", $"?outcome=succeeded&account={_account}&cursor={cursor}",
            $"?outcome=succeeded&from=2001-01-01T00:00:00Z&cursor={cursor}", $"?outcome=succeeded&cursor={(cursor[0] == 'A' ? 'B' : 'A')}{cursor[1..]}",
        })
        {
            Assert.That((await ListAsync(query)).Expect(HttpStatusCode.BadRequest, "validation_failed").Body, Does.Contain("cursor_invalid"), query);
            (await _api.ExportAuditAsync(_administrator.Token, query)).Expect(HttpStatusCode.BadRequest, "validation_failed");
        }

        (await _api.ListAuditAsync(other.Token, $"?outcome=succeeded&cursor={cursor}")).Expect(HttpStatusCode.BadRequest, "validation_failed");
    }

    [TestCase("limit=0", "limit_out_of_range")]
    [TestCase("limit=101", "limit_out_of_range")]
    [TestCase("limit=x", "type_invalid")]
    [TestCase("account=x", "id_invalid")]
    [TestCase("account=01990000000070008000000000000001", "id_invalid")]
    [TestCase("administrator=%27%3B+drop+table+audit_events%3B--", "id_invalid")]
    [TestCase("event=LoginFailed", "event_unknown")]
    [TestCase("event=2002", "event_unknown")]
    [TestCase("event=loginFailed,loginSucceeded", "event_unknown")]
    [TestCase("outcome=1", "outcome_unknown")]
    [TestCase("outcome=Failed", "outcome_unknown")]
    [TestCase("from=2026-01-01", "time_invalid")]
    [TestCase("from=2026-01-01T00:00:00", "time_invalid")]
    [TestCase("from=0001-01-01T00:00:00Z", "time_invalid")]
    [TestCase("to=9999-12-31T23:59:59Z", "time_invalid")]
    [TestCase("to=9999-12-31T23:59:59-14:00", "time_invalid")]
    [TestCase("from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "period_invalid")]
    [TestCase("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "period_invalid")]
    [TestCase("event=loginFailed&outcome=succeeded", "outcome_contradicts_event")]
    public async Task An_extreme_or_contradictory_filter_answers_400(string query, string code)
    {
        Assert.That((await ListAsync($"?{query}")).Expect(HttpStatusCode.BadRequest, "validation_failed").Body, Does.Contain($"\"{code}\""));
        if (!query.StartsWith("limit", StringComparison.Ordinal))
        {
            (await _api.ExportAuditAsync(_administrator.Token, $"?{query}")).Expect(HttpStatusCode.BadRequest, "validation_failed");
        }
    }

    private Task<Answer> ListAsync(string query) => _api.ListAuditAsync(_administrator.Token, query);

    private async Task<IReadOnlyList<string?>> AllAsync(string query, int limit)
    {
        var (ids, cursor) = (new List<string?>(), (string?)null);
        do
        {
            var page = await ListAsync($"?{query}&limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}");
            ids.AddRange(page.Items().Select(item => item.Text("id")));
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        return ids;
    }
}
