using System.Globalization;
using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>An administrator says "this person uses a second factor from Monday on".</summary>
public sealed class DemandingFactors
{
    private ServiceHost _host;
    private AuthApi _api;
    private Administrator _administrator;

    private DateTimeOffset Monday => DateTimeOffset.FromUnixTimeSeconds(_host.Clock.GetUtcNow().AddDays(5).ToUnixTimeSeconds());

    // A host for each test: all of them move the clock.
    [SetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _administrator = await _api.NewAdministratorAsync(_host.Database);
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Before_the_day_the_person_logs_in_as_before_and_is_told_the_day_everywhere()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);

        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person), day)).Expect(HttpStatusCode.NoContent);

        var login = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        Assert.That((login["status"], login["enforceFrom"]), Is.EqualTo(("complete", day.Written())));
        var refreshed = (await _api.RefreshAsync(login["refreshToken"]!)).Expect(HttpStatusCode.OK);
        Assert.That(refreshed["enforceFrom"], Is.EqualTo(day.Written()));
        var state = (await _api.GetTwoFactorAsync(refreshed["accessToken"]!)).Expect(HttpStatusCode.OK);
        Assert.That((state["required"], state["requiredBy"], state["enforceFrom"]), Is.EqualTo(("True", "administrator", day.Written())));
    }

    [Test]
    public async Task A_one_factor_session_from_before_the_deadline_cannot_refresh_after_it_and_a_log_in_only_enrols()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);
        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person), day)).Expect(HttpStatusCode.NoContent);
        _host.Clock.Advance(day - _host.Clock.GetUtcNow() - TimeSpan.FromSeconds(20));
        var before = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromSeconds(25));

        (await _api.RefreshAsync(before["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"));
    }

    [Test]
    public async Task A_refresh_token_that_was_exchanged_just_before_the_deadline_is_not_repeated_after_it()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);
        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person), day)).Expect(HttpStatusCode.NoContent);
        _host.Clock.Advance(day - _host.Clock.GetUtcNow() - TimeSpan.FromSeconds(4));
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromSeconds(8));

        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_one_factor_session_is_not_kept_alive_past_the_deadline_by_proving_the_password_again_and_again()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);
        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person), day)).Expect(HttpStatusCode.NoContent);
        _host.Clock.Advance(day - _host.Clock.GetUtcNow() - TimeSpan.FromSeconds(20));
        var token = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;
        var before = (await _api.StepUpAsync(token, new { method = "password", password = AuthApi.Password })).Expect(HttpStatusCode.OK)["accessToken"]!;

        _host.Clock.Advance(TimeSpan.FromSeconds(25));

        (await _api.StepUpAsync(before, new { method = "password", password = AuthApi.Password })).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Before_the_day_the_person_enrols_in_the_session_which_then_goes_on_and_says_no_day()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);
        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person), day)).Expect(HttpStatusCode.NoContent);
        (await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        await _api.StepUpBySmsAsync(person, count: 2);

        _host.Clock.Advance(TimeSpan.FromDays(6));

        var refreshed = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        Assert.That(refreshed["enforceFrom"], Is.Null);
    }

    [Test]
    public async Task The_last_factor_stays_on_as_soon_as_one_is_demanded_for_later()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person), Monday)).Expect(HttpStatusCode.NoContent);
        var token = await _api.StepUpBySmsAsync(person, count: 2);

        (await _api.SetSmsFactorAsync(token, enabled: false)).Expect(HttpStatusCode.Conflict, "last_factor_required");
        (await _api.SendAsync(HttpMethod.Delete, "/api/v1/account/phone", token: token)).Expect(HttpStatusCode.Conflict, "last_factor_required");
        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person with { AccessToken = token }), required: false)).Expect(HttpStatusCode.NoContent);
        (await _api.SetSmsFactorAsync(token, enabled: false)).Expect(HttpStatusCode.OK);
    }

    [TestCase(null)]
    [TestCase(-30)]
    public async Task Without_a_day_or_with_a_past_one_it_is_at_once_and_kept_as_now(int? days)
    {
        var person = await _api.NewPersonAsync();
        var (id, before) = (await _api.AccountIdAsync(person), _host.Clock.GetUtcNow());

        (await _api.DemandFactorAsync(_administrator.Token, id, days is { } ago ? before.AddDays(ago) : null)).Expect(HttpStatusCode.NoContent);

        Assert.That(await _host.Database.ReadAsync<DateTime>($"SELECT factor_required_from FROM accounts WHERE id = '{id}'"), Is.InRange(before.UtcDateTime.AddMilliseconds(-1), before.UtcDateTime.AddMinutes(5)));
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"));
    }

    [Test]
    public async Task A_day_in_the_time_of_another_place_is_the_same_moment()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);

        (await _api.DemandFactorAsync(_administrator.Token, await _api.AccountIdAsync(person), day.ToOffset(TimeSpan.FromHours(9)))).Expect(HttpStatusCode.NoContent);

        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["enforceFrom"], Is.EqualTo(day.Written()));
    }

    [Test]
    public async Task A_day_more_than_a_year_ahead_and_a_day_for_what_is_not_required_are_refused()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);

        var far = (await _api.DemandFactorAsync(_administrator.Token, id, _host.Clock.GetUtcNow().AddDays(366))).Expect(HttpStatusCode.BadRequest, "validation_failed");
        var none = (await _api.DemandFactorAsync(_administrator.Token, id, Monday, required: false)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(far.Body, Does.Contain("\"too_far\""));
        Assert.That(none.Body, Does.Contain("\"not_allowed\""));
        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["enforceFrom"], Is.Null);
    }

    [Test]
    public async Task A_demand_that_is_lifted_is_over_even_after_its_day()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);
        var id = await _api.AccountIdAsync(person);
        (await _api.DemandFactorAsync(_administrator.Token, id, day)).Expect(HttpStatusCode.NoContent);

        (await _api.DemandFactorAsync(_administrator.Token, id, required: false)).Expect(HttpStatusCode.NoContent);
        _host.Clock.Advance(TimeSpan.FromDays(6));

        var login = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        Assert.That((login["status"], login["enforceFrom"]), Is.EqualTo(("complete", (string?)null)));
        Assert.That(
            await _host.Database.ReadAsync<string>($"SELECT string_agg(event || ' ' || reason, ', ' ORDER BY at, id) FROM audit_events WHERE account_id = '{id}' AND administrator_id = '{_administrator.AccountId}'"),
            Is.EqualTo($"8005 {Administrators.Reason}, 8006 {Administrators.Reason}"));
    }

    [Test]
    public async Task The_owner_is_told_of_a_demand_and_again_only_when_there_is_less_time()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);
        var id = await _api.AccountIdAsync(person);

        foreach (var from in new[] { day, day, day.AddDays(1), day.AddDays(-1) })
        {
            (await _api.DemandFactorAsync(_administrator.Token, id, from)).Expect(HttpStatusCode.NoContent);
        }

        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.Count.EqualTo(2).And.All.EqualTo("CleanAuth: an administrator asks for a second factor in your account. Switch one on."));
    }

    [Test]
    public async Task Administrators_may_demand_it_of_themselves_and_never_lift_it()
    {
        (await _api.DemandFactorAsync(_administrator.Token, _administrator.AccountId)).Expect(HttpStatusCode.NoContent);
        (await _api.DemandFactorAsync(_administrator.Token, _administrator.AccountId, required: false)).Expect(HttpStatusCode.Conflict, "self_reset_refused");

        Assert.That(await _host.Database.ReadAsync<bool>($"SELECT factor_required_from IS NOT NULL FROM accounts WHERE id = '{_administrator.AccountId}'"), Is.True);
    }

    [Test]
    public async Task Where_the_installation_demands_it_of_administrators_nobody_else_is_asked()
    {
        await using var strict = _host.StartAnother(("TwoFactor:RequiredFor", "administrators"));
        var (api, user, admin) = (strict.Client(), await _api.NewPersonAsync(), await _api.NewPersonAsync());
        await _host.Database.ExecuteAsync($"UPDATE accounts SET role = 1 WHERE email = '{admin.Email}'");

        Assert.That((await api.LogInAsync(user.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("complete"));
        (await api.RefreshAsync(user.RefreshToken)).Expect(HttpStatusCode.OK);
        Assert.That((await api.LogInAsync(admin.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"));
        (await api.RefreshAsync(admin.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [TestCase("yyyy-MM-dd")]
    [TestCase("yyyy-MM-dd'T'HH:mm:ss")]
    public async Task A_day_without_an_offset_would_be_one_of_wherever_the_node_stands_and_is_refused(string form)
    {
        var enforceFrom = _host.Clock.GetUtcNow().AddDays(30).ToString(form, CultureInfo.InvariantCulture);
        var id = await _api.AccountIdAsync(await _api.NewPersonAsync());

        var answer = await _api.SendAsync(
            HttpMethod.Put, $"/api/v1/admin/users/{id}/two-factor-policy", new { required = true, enforceFrom, reason = Administrators.Reason }, _administrator.Token);

        answer.Expect(HttpStatusCode.BadRequest);
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM accounts WHERE id = '{id}' AND factor_required_from IS NOT NULL"), Is.Zero);
    }

    [Test]
    public async Task A_day_of_the_installation_is_told_and_kept_like_one_of_an_administrator()
    {
        var (person, day) = (await _api.NewPersonAsync(), Monday);
        await using var strict = _host.StartAnother(("TwoFactor:RequiredFor", "everybody"), ("TwoFactor:EnforceFrom", day.Written()));
        var api = strict.Client();

        var login = (await api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        var state = (await api.GetTwoFactorAsync(login["accessToken"]!)).Expect(HttpStatusCode.OK);
        Assert.That((login["status"], login["enforceFrom"]), Is.EqualTo(("complete", day.Written())));
        Assert.That((state["required"], state["requiredBy"], state["enforceFrom"]), Is.EqualTo(("True", "policy", day.Written())));

        _host.Clock.Advance(TimeSpan.FromDays(6));
        (await api.RefreshAsync(login["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That((await api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"));
    }
}
