using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

public sealed class PagingUsers
{
    private const int People = 23;

    private ServiceHost _host;
    private AuthApi _api;
    private string _token;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _token = (await _api.NewAdministratorAsync(_host.Database)).Token;

        // Several of one minute, with different traits.
        for (var i = 0; i < People; i++)
        {
            await _host.Database.AddAsync($"page{i:00}@one.example", i / 4, $"+4477009{i:00}555", i % 3 == 0 ? "totp_factor_enabled = true" : i % 5 == 0 ? "factor_required_from = now()" : null);
        }

        await _host.Database.SuspendAsync("page03@one.example");
        await _host.Database.SuspendAsync("page06@one.example");
        await _host.Database.SuspendAsync("page07@one.example");
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase(null, null, People, 1)]
    [TestCase(null, null, People, 4)]
    [TestCase("page", null, People, 1)]
    [TestCase("page", null, People, 7)]
    [TestCase("1555", null, 3, 1)]
    [TestCase("1555", null, 3, 2)]
    [TestCase(null, true, 3, 1)]
    [TestCase("page", true, 3, 2)]
    [TestCase(null, false, People - 3, 5)]
    public async Task The_pages_together_are_the_list_and_nothing_comes_twice(string? text, bool? locked, int expected, int limit)
    {
        var whole = (await _api.SearchUsersAsync(_token, new { text, locked, role = "user", limit = 100 })).Expect(HttpStatusCode.OK);
        var paged = new List<string>();
        for (string? cursor = null, next = ""; next is not null; cursor = next)
        {
            var page = await _api.SearchUsersAsync(_token, new { text, locked, role = "user", limit, cursor });
            Assert.That(page.Emails(), Has.Count.LessThanOrEqualTo(limit));
            paged.AddRange(page.Emails());
            next = page["nextCursor"];
        }

        Assert.That(paged, Is.EqualTo(whole.Emails()).And.Count.EqualTo(expected));
        Assert.That(whole["nextCursor"], Is.Null);
    }

    [Test]
    public async Task A_page_goes_on_where_the_last_one_ended_though_that_account_is_gone()
    {
        await _host.Database.AddAsync("gone1@one.example", 900);
        await _host.Database.AddAsync("gone2@one.example", 901);
        var first = await _api.SearchUsersAsync(_token, new { text = "gone", limit = 1 });
        await _host.Database.ExecuteAsync("DELETE FROM accounts WHERE email = 'gone1@one.example'");

        Assert.That((await _api.SearchUsersAsync(_token, new { text = "gone", limit = 1, cursor = first["nextCursor"] })).Emails(), Is.EqualTo(new[] { "gone2@one.example" }));
        await _host.Database.ExecuteAsync("DELETE FROM accounts WHERE email = 'gone2@one.example'");
    }

    [Test]
    public async Task A_changed_cursor_is_refused()
    {
        foreach (var text in new[] { null, "page" })
        {
            var cursor = (await _api.SearchUsersAsync(_token, new { text, limit = 1 })).Expect(HttpStatusCode.OK)["nextCursor"]!;
            for (var i = 0; i < cursor.Length; i += 7)
            {
                await AssertRefusedAsync(new { text, cursor = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}" });
            }

            await AssertRefusedAsync(new { text, cursor = cursor[..^4] });
            await AssertRefusedAsync(new { text, cursor = $"{cursor}AAAA" });
        }
    }

    [Test]
    public async Task A_cursor_is_good_for_its_filter_and_its_administrator_alone()
    {
        var other = await _api.NewAdministratorAsync(_host.Database);
        var cursor = (await _api.SearchUsersAsync(_token, new { text = "page", twoFactor = "none", limit = 1 })).Expect(HttpStatusCode.OK)["nextCursor"]!;

        (await _api.SearchUsersAsync(_token, new { text = "PAGE", twoFactor = "none", limit = 2, cursor })).Expect(HttpStatusCode.OK);
        await AssertRefusedAsync(new { text = "page", cursor });
        await AssertRefusedAsync(new { text = "page0", twoFactor = "none", cursor });
        await AssertRefusedAsync(new { text = "page", twoFactor = "none", status = "active", cursor });
        await AssertRefusedAsync(new { text = "page", twoFactor = "none", locked = false, cursor });
        await AssertRefusedAsync(new { text = "page", twoFactor = "none", cursor }, other.Token);

        var listed = (await _api.ListUsersAsync(_token, "?required=true&limit=1")).Expect(HttpStatusCode.OK)["nextCursor"]!;
        (await _api.ListUsersAsync(_token, $"?required=true&cursor={listed}")).Expect(HttpStatusCode.OK);
        Assert.That((await _api.ListUsersAsync(_token, $"?required=false&cursor={listed}")).Expect(HttpStatusCode.BadRequest, "validation_failed").Body, Does.Contain("cursor_invalid"));
    }

    private async Task AssertRefusedAsync(object body, string? token = null) =>
        Assert.That((await _api.SearchUsersAsync(token ?? _token, body)).Expect(HttpStatusCode.BadRequest, "validation_failed").Body, Does.Contain("cursor_invalid"));
}
