using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

/// <summary>What an owner is shown of the account's security events.</summary>
public sealed class AccountActivity
{
    private const int MostByStrangers = 20;

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(
            ("Security:KnownProxies:0", "127.0.0.1"), ("RateLimits:Anonymous:Permits", "100000"), ("Budgets:Passwords:FreeFailures", "20"));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    internal static async Task<string[]> NamesAsync(AuthApi api, string token) => [.. (await ItemsAsync(api, token)).Select(item => item.GetProperty("event").GetString()!)];

    [Test]
    public async Task An_owner_sees_what_happened_newest_first_in_which_session_and_from_where()
    {
        var user = await _api.NewPersonWithAppAsync();
        await _host.StepUpByAppAsync(user);
        (await _api.LogInAsync(user.Person.Email, "a wrong password")).Expect(HttpStatusCode.Unauthorized);
        var restricted = await _api.StartLogInAsync(user.Person);
        (await _api.AuthenticateByAsync("totp", restricted, "000000")).Expect(HttpStatusCode.Unauthorized);
        var session = (await _api.AuthenticateByAsync("recoveryCode", restricted, user.RecoveryCodes[0])).Expect(HttpStatusCode.OK);

        var items = await ItemsAsync(_api, session["accessToken"]!);

        Assert.That(items.Select(item => item.GetProperty("event").GetString()), Is.SupersetOf(new[]
        {
            "accountCreated", "totpFactorEnabled", "recoveryCodesCreated", "steppedUp", "loginFailed", "secondFactorAsked", "secondFactorFailed", "recoveryCodeUsed", "loginSucceeded",
        }));
        Assert.That(items.Select(item => item.GetProperty("at").GetDateTimeOffset()), Is.Ordered.Descending);
        Assert.That(items.Select(item => item.GetProperty("network").GetString()), Is.All.EqualTo("127.0.0.0/24"));
        Assert.That(items.Single(item => item.GetProperty("event").GetString() == "steppedUp").TryGetProperty("sessionId", out _), Is.True);
    }

    [Test]
    public async Task Activity_shows_and_stores_no_full_address()
    {
        var person = await _api.NewPersonAsync();
        (await LogInFromAsync("2001:db8:1:2:3:4:5:6", person.Email, AuthApi.Password)).Expect(HttpStatusCode.OK);
        (await LogInFromAsync("203.0.113.77", person.Email, AuthApi.Password)).Expect(HttpStatusCode.OK);

        var body = (await _api.ListActivityAsync(person.AccessToken)).Expect(HttpStatusCode.OK).Body;
        var stored = await _host.Database.ReadAsync<string>("SELECT string_agg(a::text, ' ') FROM activity a");

        foreach (var text in new[] { body, stored })
        {
            Assert.That(text, Does.Contain("203.0.113.0/24").And.Contain("2001:db8:1::/48").And.Not.Contain("203.0.113.77").And.Not.Contain("3:4:5").And.Not.Contain("127.0.0.1"));
        }

        Assert.That(await _host.Database.ReadAsync<string>("SELECT string_agg(e::text, ' ') FROM audit_events e"), Does.Not.Contain("203.0.113"));
    }

    [TestCase("?limit=1", 1)]
    [TestCase("?limit=3", 3)]
    public async Task Every_entry_is_on_exactly_one_page(string query, int size)
    {
        var person = await _api.NewPersonAsync();
        await AtOnce.SendAsync(6, _ => _api.LogInAsync(person.Email));
        var all = (await ItemsAsync(_api, person.AccessToken)).Select(item => item.GetRawText()).ToList();

        var (paged, cursor) = (new List<string>(), "");
        do
        {
            var page = (await _api.ListActivityAsync(person.AccessToken, query + cursor)).Expect(HttpStatusCode.OK);
            var items = page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()).ToList();
            Assert.That(items, Has.Count.InRange(1, size));
            paged.AddRange(items);
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);

        Assert.That(paged, Is.EqualTo(all));
        Assert.That(all, Has.Count.EqualTo(8));
    }

    [Test]
    public async Task Anothers_cursor_answers_400_and_nothing_of_another_is_shown()
    {
        var (owner, other) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var cursor = (await _api.ListActivityAsync(other.AccessToken, "?limit=1")).Expect(HttpStatusCode.OK)["nextCursor"]!;

        (await _api.ListActivityAsync(owner.AccessToken, $"?cursor={cursor}")).Expect(HttpStatusCode.BadRequest, "validation_failed");
        (await _api.ListActivityAsync(other.AccessToken, $"?cursor={cursor}")).Expect(HttpStatusCode.OK);
        Assert.That(await NamesAsync(_api, owner.AccessToken), Is.EqualTo(new[] { "loginSucceeded", "accountCreated" }));
    }

    [TestCase("?limit=0")]
    [TestCase("?limit=101")]
    [TestCase("?limit=-1")]
    [TestCase("?limit=x")]
    [TestCase("?limit=99999999999999")]
    [TestCase("?cursor=x")]
    [TestCase("?cursor='; drop table activity; --")]
    public async Task A_page_that_there_cannot_be_answers_400(string query)
    {
        var person = await _api.NewPersonAsync();

        (await _api.ListActivityAsync(person.AccessToken, query)).Expect(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Test]
    public async Task A_stranger_with_many_addresses_cannot_fill_it()
    {
        const int Tries = MostByStrangers + 8;
        var person = await _api.NewPersonAsync();
        for (var i = 0; i < Tries; i++)
        {
            // From the 20th on each costs a delay that doubles.
            _host.Clock.Advance(TimeSpan.FromSeconds(i < MostByStrangers ? 0 : 1 << (i - MostByStrangers)));
            (await LogInFromAsync($"203.0.{Math.Min(i, MostByStrangers + 2)}.{i}", person.Email, "a wrong password")).Expect(HttpStatusCode.Unauthorized);
        }

        var failures = (await ItemsAsync(_api, person.AccessToken)).Where(item => item.GetProperty("event").GetString() == "loginFailed").Select(item => item.GetProperty("network").GetString()).ToList();

        Assert.That(failures, Is.Unique.And.Count.EqualTo(MostByStrangers));
        Assert.That(await _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{person.Email}' AND event = 2002"), Is.EqualTo(Tries), "the audit trail has all");
    }

    [Test]
    public async Task What_a_change_that_did_not_happen_would_have_shown_is_not_shown()
    {
        var (owner, taker) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());

        (await _api.SetPhoneAsync(taker.AccessToken, await _api.ProvePhoneAsync(owner.PhoneNumber, taker.AccessToken, count: 2))).Expect(HttpStatusCode.Conflict, "phone_taken");

        Assert.That(await NamesAsync(_api, taker.AccessToken), Does.Not.Contain("phoneChanged"));
    }

    private static async Task<JsonElement[]> ItemsAsync(AuthApi api, string token) =>
        [.. (await api.ListActivityAsync(token, "?limit=100")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private async Task<Answer> LogInFromAsync(string address, string email, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { email, password }), new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Add("X-Forwarded-Proto", "https");
        return await _api.SendAsync(request);
    }
}
