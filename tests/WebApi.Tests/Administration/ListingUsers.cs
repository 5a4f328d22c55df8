using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Who is found by which filter, one account of each sort.</summary>
public sealed class ListingUsers
{
    private const string Plain = "plain@list.example";
    private const string App = "app@list.example";
    private const string Sms = "sms@list.example";
    private const string Both = "both@list.example";
    private const string Required = "required@list.example";
    private const string Disabled = "disabled@list.example";
    private const string Suspended = "suspended@list.example";

    private ServiceHost _host;
    private AuthApi _api;
    private Administrator _administrator;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _administrator = await _api.NewAdministratorAsync(_host.Database);
        await _host.Database.AddAsync(Plain, 1);
        await _host.Database.AddAsync(App, 2, set: "totp_factor_enabled = true, display_name = 'Ann'");
        await _host.Database.AddAsync(Sms, 3, "+447700900203", "sms_factor_enabled = true");
        await _host.Database.AddAsync(Both, 4, "+447700900204", "sms_factor_enabled = true, totp_factor_enabled = true");
        await _host.Database.AddAsync(Required, 5, set: "factor_required_from = '2026-03-01T00:00:00Z'");
        await _host.Database.AddAsync(Disabled, 6, set: "disabled_at = now()");
        await _host.Database.AddAsync(Suspended, 7, set: "totp_factor_enabled = true");
        await _host.Database.SuspendAsync(Suspended);
        await _host.Database.SuspendAsync(App, failures: 99);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    private string Admin => _administrator.Person.Person.Email;

    private static IEnumerable<TestCaseData> Filters()
    {
        yield return new TestCaseData("", new[] { "admin", Suspended, Disabled, Required, Both, Sms, App, Plain });
        yield return new TestCaseData("?twoFactor=none", new[] { Disabled, Required, Plain });
        yield return new TestCaseData("?twoFactor=enabled", new[] { "admin", Suspended, Both, Sms, App });
        yield return new TestCaseData("?twoFactor=totp", new[] { "admin", Suspended, Both, App });
        yield return new TestCaseData("?twoFactor=sms", new[] { Both, Sms });
        yield return new TestCaseData("?locked=true", new[] { Suspended });
        yield return new TestCaseData("?locked=false", new[] { "admin", Disabled, Required, Both, Sms, App, Plain });
        yield return new TestCaseData("?required=true", new[] { Required });
        yield return new TestCaseData("?required=false&status=active&role=user", new[] { Suspended, Both, Sms, App, Plain });
        yield return new TestCaseData("?status=disabled", new[] { Disabled });
        yield return new TestCaseData("?role=admin", new[] { "admin" });
        yield return new TestCaseData("?role=admin&status=disabled", Array.Empty<string>());
        yield return new TestCaseData("?locked=true&twoFactor=totp&status=active&required=false&role=user", new[] { Suspended });
        yield return new TestCaseData("?locked=true&twoFactor=sms", Array.Empty<string>());
    }

    [TestCaseSource(nameof(Filters))]
    public async Task A_filter_finds_whom_it_names_the_newest_first(string query, string[] expected) =>
        Assert.That((await _api.ListUsersAsync(_administrator.Token, query)).Emails(), Is.EqualTo(expected.Select(email => email == "admin" ? Admin : email)));

    [Test]
    public async Task The_same_filters_in_a_search_find_the_same()
    {
        var listed = await _api.ListUsersAsync(_administrator.Token, "?twoFactor=totp&locked=false&required=false&status=active&role=user");
        var searched = await _api.SearchUsersAsync(_administrator.Token, new { twoFactor = "totp", locked = false, required = false, status = "active", role = "user" });

        Assert.That(searched.Body, Is.EqualTo(listed.Body));
        Assert.That(listed.Emails(), Is.EqualTo(new[] { Both, App }));
    }

    [Test]
    public async Task An_item_says_what_an_administrator_needs_and_no_full_number()
    {
        var answer = await _api.ListUsersAsync(_administrator.Token, "?role=user");
        var users = answer.Users().ToDictionary(user => user.GetProperty("email").GetString()!);

        Assert.That(Without(users[Sms], "accountId"), Is.EqualTo(
            """{"email":"sms@list.example","phoneHint":"***03","status":"active","role":"user","twoFactor":{"totp":false,"sms":true},"required":false,"locked":false,"createdAt":"2020-01-01T00:03:00.000Z"}"""));
        Assert.That(Without(users[App], "accountId"), Does.Contain("\"displayName\":\"Ann\"").And.Contain("\"locked\":false").And.Contain("\"totp\":true"));
        Assert.That(Without(users[Required], "accountId"), Does.Contain("\"required\":true,\"enforceFrom\":\"2026-03-01T00:00:00.000Z\""));
        Assert.That(users[Disabled].GetProperty("status").GetString(), Is.EqualTo("disabled"));
        Assert.That(users[Suspended].GetProperty("locked").GetBoolean(), Is.True);
        Assert.That(answer.Body, Does.Not.Contain("7700900"));
    }

    [Test]
    public async Task The_account_that_is_named_is_the_one_that_operations_take()
    {
        var id = (await _api.SearchUsersAsync(_administrator.Token, new { text = Plain })).Users().Single().GetProperty("accountId").GetString()!;

        Assert.That(id, Is.EqualTo(await _host.Database.ReadAsync<string>($"SELECT id::text FROM accounts WHERE email = '{Plain}'")));
    }

    [TestCase("?twoFactor=Totp", "twoFactor")]
    [TestCase("?twoFactor=1", "twoFactor")]
    [TestCase("?twoFactor=totp,sms", "twoFactor")]
    [TestCase("?twoFactor=", "twoFactor")]
    [TestCase("?twoFactor=both", "twoFactor")]
    [TestCase("?status=locked", "status")]
    [TestCase("?role=owner", "role")]
    [TestCase("?role=0", "role")]
    [TestCase("?locked=maybe", "locked")]
    [TestCase("?required=1", "required")]
    [TestCase("?limit=0", "limit")]
    [TestCase("?limit=101", "limit")]
    [TestCase("?limit=x", "limit")]
    [TestCase("?cursor=x", "cursor")]
    public async Task A_value_that_is_none_is_refused(string query, string member)
    {
        var answer = (await _api.ListUsersAsync(_administrator.Token, query)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.EqualTo(new[] { member }));
    }

    [Test]
    public async Task A_name_that_comes_twice_is_refused() =>
        (await _api.ListUsersAsync(_administrator.Token, "?role=user&role=admin")).Expect(HttpStatusCode.BadRequest, "malformed_request");

    [Test]
    public async Task Nobody_but_an_administrator_sees_a_list()
    {
        var person = await _api.NewPersonAsync();
        try
        {
            (await _api.ListUsersAsync(person.AccessToken)).Expect(HttpStatusCode.Forbidden, "admin_required");
            (await _api.SearchUsersAsync(person.AccessToken, new { text = "ann" })).Expect(HttpStatusCode.Forbidden, "admin_required");
        }
        finally
        {
            await _host.Database.ExecuteAsync($"DELETE FROM accounts WHERE email = '{person.Email}'");
        }
    }

    private static string Without(System.Text.Json.JsonElement user, string member) =>
        $"{{{string.Join(',', user.EnumerateObject().Where(one => one.Name != member).Select(one => $"\"{one.Name}\":{one.Value.GetRawText()}"))}}}";
}
