using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sessions;

/// <summary>People see their own sessions and end them, and nobody else's.</summary>
public sealed class OwnSessions
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task The_list_says_where_and_how_each_session_was_opened_and_which_one_asks()
    {
        var person = await _api.NewPersonAsync();
        var browser = ClientOf(Firefox);
        _host.Clock.Advance(TimeSpan.FromSeconds(2));
        var other = (await browser.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        var items = Items(await _api.ListSessionsAsync(person.AccessToken));

        Assert.That(items.Select(item => item.GetProperty("device").GetString()), Is.EqualTo(new[] { "Firefox on Windows", "Unknown device" }), "the last used first");
        Assert.That(items.Select(item => item.GetProperty("current").GetBoolean()), Is.EqualTo(new[] { false, true }));
        Assert.That(items.Select(item => item.GetProperty("address").GetString()), Has.All.EqualTo("127.0.0.0/24"));
        Assert.That(items.Select(item => item.GetProperty("amr").ToString()), Has.All.EqualTo("""["pwd"]"""));
        Assert.That(items.Select(item => item.GetProperty("createdAt").GetString()), Is.EqualTo(items.Select(item => item.GetProperty("lastUsedAt").GetString())));
        Assert.That(Items(await _api.ListSessionsAsync(other)).Select(item => item.GetProperty("current").GetBoolean()), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public async Task What_a_client_says_of_itself_is_neither_stored_nor_logged()
    {
        const string canary = "canary-in-a-user-agent";
        var person = await _api.NewPersonAsync();

        var token = (await ClientOf($"{canary} (Windows) Firefox/1").LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        Assert.That(Items(await _api.ListSessionsAsync(token))[0].GetProperty("device").GetString(), Is.EqualTo("Firefox on Windows"));
        Assert.That(await Input.TableImage.DumpAsync(_host.Database), Does.Not.Contain(canary));
        Assert.That(_host.Logs.Lines, Has.None.Contains(canary));
    }

    [Test]
    public async Task A_refresh_is_a_use_and_reading_is_none()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await _api.LogInAsync(person.Email);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.That(IsFirst(), Is.False);

        var token = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;

        Assert.That(IsFirst(), Is.True);
        var first = Items(await _api.ListSessionsAsync(token))[0];
        Assert.That(first.GetProperty("lastUsedAt").GetDateTimeOffset() - first.GetProperty("createdAt").GetDateTimeOffset(), Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(2)));

        bool IsFirst() => Items(_api.ListSessionsAsync(person.AccessToken).GetAwaiter().GetResult())[0].GetProperty("current").GetBoolean();
    }

    [Test]
    public async Task Sessions_that_ended_rested_too_long_or_reached_their_end_are_not_listed()
    {
        var person = await _api.NewPersonAsync();
        var ended = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        (await _api.LogOutAsync(ended)).Expect(HttpStatusCode.NoContent);
        Assert.That(Items(await _api.ListSessionsAsync(person.AccessToken)), Has.Length.EqualTo(1));

        _host.Clock.Advance(TimeSpan.FromDays(14));
        var token = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        Assert.That(Items(await _api.ListSessionsAsync(token)), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Pages_follow_each_other_without_gap_or_repeat()
    {
        var person = await PersonWithSessionsAsync(7);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await _api.ListSessionsAsync(person.AccessToken, $"?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(HttpStatusCode.OK);
            seen.AddRange(Items(page).Select(item => item.GetProperty("id").GetString()!));
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        Assert.That(seen, Is.EqualTo(Items(await _api.ListSessionsAsync(person.AccessToken)).Select(item => item.GetProperty("id").GetString())));
        Assert.That(seen, Is.Unique.And.Exactly(7).Items);
    }

    [Test]
    public async Task A_changed_cursor_and_one_of_somebody_else_are_refused()
    {
        var (person, other) = (await PersonWithSessionsAsync(2), await _api.NewPersonAsync());
        var cursor = (await _api.ListSessionsAsync(person.AccessToken, "?limit=1")).Expect(HttpStatusCode.OK)["nextCursor"]!;
        var changed = $"{(cursor[0] == 'A' ? 'B' : 'A')}{cursor[1..]}";

        foreach (var (token, sent) in new[] { (person.AccessToken, changed), (other.AccessToken, cursor), (person.AccessToken, "x"), (person.AccessToken, "%27;drop%20table%20sessions") })
        {
            var refused = (await _api.ListSessionsAsync(token, $"?cursor={sent}")).Expect(HttpStatusCode.BadRequest, "validation_failed");
            Assert.That(refused.Json.GetProperty("errors").GetProperty("cursor")[0].GetProperty("code").GetString(), Is.EqualTo("cursor_invalid"));
        }
    }

    [TestCase("0", "limit_out_of_range")]
    [TestCase("101", "limit_out_of_range")]
    [TestCase("-1", "limit_out_of_range")]
    [TestCase("2147483648", "type_invalid")]
    [TestCase("x", "type_invalid")]
    [TestCase("1.5", "type_invalid")]
    public async Task A_page_has_one_to_a_hundred_items(string limit, string code)
    {
        var person = await _api.NewPersonAsync();

        var refused = (await _api.ListSessionsAsync(person.AccessToken, $"?limit={limit}")).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(refused.Json.GetProperty("errors").GetProperty("limit")[0].GetProperty("code").GetString(), Is.EqualTo(code));
    }

    [Test]
    public async Task One_session_is_ended_by_another_one_and_the_rest_stay()
    {
        var person = await PersonWithSessionsAsync(3);
        var target = Items(await _api.ListSessionsAsync(person.AccessToken))[0].GetProperty("id").GetString()!;

        (await _api.EndSessionAsync(person.AccessToken, target)).Expect(HttpStatusCode.NoContent);
        (await _api.EndSessionAsync(person.AccessToken, target)).Expect(HttpStatusCode.NotFound, "not_found");

        Assert.That(Items(await _api.ListSessionsAsync(person.AccessToken)).Select(item => item.GetProperty("id").GetString()), Has.Exactly(2).Items.And.None.EqualTo(target));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events WHERE event = 5002 AND session_id = '{target}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Anothers_session_answers_like_an_unknown_one_and_stays_alive()
    {
        var (person, stranger) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var foreign = IdOf(await _api.ListSessionsAsync(stranger.AccessToken));

        var answers = new[] { foreign, Guid.CreateVersion7().ToString(), "x", $"{{{foreign}}}", "%27%20or%201=1" };
        foreach (var id in answers)
        {
            var refused = (await _api.EndSessionAsync(person.AccessToken, id)).Expect(HttpStatusCode.NotFound, "not_found");
            Assert.That(refused["detail"], Is.EqualTo("This account has no such session, or it is over."));
        }

        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        (await _api.GetAccountAsync(stranger.AccessToken)).Expect(HttpStatusCode.OK);
        (await _api.RefreshAsync(stranger.RefreshToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Ending_the_session_that_asks_is_a_log_out()
    {
        var person = await _api.NewPersonAsync();

        (await _api.EndSessionAsync(person.AccessToken, IdOf(await _api.ListSessionsAsync(person.AccessToken)))).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task All_others_end_and_the_one_that_asks_stays()
    {
        var person = await PersonWithSessionsAsync(3);
        var stranger = await _api.NewPersonAsync();

        (await _api.EndOtherSessionsAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        Assert.That(Items(await _api.ListSessionsAsync(person.AccessToken)).Single().GetProperty("current").GetBoolean(), Is.True);
        (await _api.GetAccountAsync(stranger.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Ending_sessions_needs_a_proof_within_ten_minutes_and_a_password_is_enough_beside_a_factor()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        (await _api.SetSmsFactorAsync(person.AccessToken, enabled: false)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        (await _api.EndOtherSessionsAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var old = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;

        var id = IdOf((await _api.ListSessionsAsync(old)).Expect(HttpStatusCode.OK));
        var refused = (await _api.EndSessionAsync(old, id)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        Assert.That(refused.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetString()), Is.EqualTo(new[] { "sms", "recoveryCode" }));
        (await _api.EndOtherSessionsAsync(old)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        (await _api.GetAccountAsync(old)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Log_in_fifty_one_ends_the_first_and_fifty_stay()
    {
        var person = await PersonWithSessionsAsync(50);
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
        var first = Claims(person.AccessToken).GetProperty("sid").GetString();

        var last = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That(Items(await _api.ListSessionsAsync(last, "?limit=100")), Has.Length.EqualTo(50));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events WHERE event = 5004 AND session_id = '{first}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Parallel_log_ins_never_leave_more_than_the_bound()
    {
        await using var node = _host.StartAnother(("Sessions:MaxPerAccount", "3"));
        var (person, api) = (await _api.NewPersonAsync(), node.Client());

        var answers = await AtOnce.SendAsync(12, _ => api.LogInAsync(person.Email));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{person.Email}' AND s.ended_at IS NULL"), Is.EqualTo(3));
    }

    private async Task<Person> PersonWithSessionsAsync(int count)
    {
        var person = await _api.NewPersonAsync();
        for (var i = 1; i < count; i++)
        {
            (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        }

        return person;
    }

    private AuthApi ClientOf(string userAgent)
    {
        var api = _host.Client();
        api.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        return api;
    }

    private static JsonElement[] Items(Answer answer) => [.. answer.Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    private static string IdOf(Answer list) => Items(list)[0].GetProperty("id").GetString()!;

    private static JsonElement Claims(string token) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;
}
