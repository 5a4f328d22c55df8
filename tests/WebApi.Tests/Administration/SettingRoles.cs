using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

public sealed class SettingRoles
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
    public async Task Who_is_appointed_administers_at_once_with_the_token_at_hand()
    {
        var user = await _api.NewPersonWithAppAsync();
        var (token, id) = (await _api.LogInByAppAsync(user), await _api.AccountIdAsync(user.Person));
        (await _api.GetUserAsync(token, id)).Expect(HttpStatusCode.Forbidden, "admin_required");

        (await _api.SetRoleAsync(_administrator.Token, id, "admin", "Ticket 4712")).Expect(HttpStatusCode.NoContent);

        Assert.That((await _api.GetUserAsync(token, id)).Expect(HttpStatusCode.OK)["role"], Is.EqualTo("admin"));
        Assert.That(await _host.LastEventAsync(id), Is.EqualTo($"8001 {_administrator.AccountId} Ticket 4712"));
        Assert.That(await _host.NoticesToAsync(user.Person.PhoneNumber), Has.Some.EqualTo("CleanAuth: your account may now administer this service."));
    }

    [Test]
    public async Task The_live_token_of_a_dismissed_administrator_gets_403_at_every_node_and_is_no_worse_elsewhere()
    {
        await using var other = _host.StartAnother();
        var dismissed = await _api.NewAdministratorAsync(_host.Database);
        (await other.Client().GetUserAsync(dismissed.Token, dismissed.AccountId)).Expect(HttpStatusCode.OK);

        (await _api.SetRoleAsync(_administrator.Token, dismissed.AccountId, "user", "Ticket 4713")).Expect(HttpStatusCode.NoContent);

        foreach (var api in new[] { _api, other.Client() })
        {
            (await api.GetUserAsync(dismissed.Token, _administrator.AccountId)).Expect(HttpStatusCode.Forbidden, "admin_required");
            (await api.SetRoleAsync(dismissed.Token, dismissed.AccountId, "admin")).Expect(HttpStatusCode.Forbidden, "admin_required");
            (await api.GetAccountAsync(dismissed.Token)).Expect(HttpStatusCode.OK);
        }

        Assert.That(await _host.LastEventAsync(dismissed.AccountId), Is.EqualTo($"8002 {_administrator.AccountId} Ticket 4713"));
        Assert.That(await _host.NoticesToAsync(dismissed.Person.Person.PhoneNumber), Has.Some.EqualTo("CleanAuth: your account may no longer administer this service."));
    }

    [Test]
    public async Task The_role_and_the_status_that_it_has_already_change_record_and_tell_nothing()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);

        (await _api.SetRoleAsync(_administrator.Token, id, "user")).Expect(HttpStatusCode.NoContent);
        (await _api.SetStatusAsync(_administrator.Token, id, "active")).Expect(HttpStatusCode.NoContent);
        (await _api.SetStatusAsync(_administrator.Token, id, "disabled")).Expect(HttpStatusCode.NoContent);
        var since = await DisabledAtAsync(id);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _api.SetStatusAsync(_administrator.Token, id, "disabled")).Expect(HttpStatusCode.NoContent);

        Assert.That(await DisabledAtAsync(id), Is.EqualTo(since));
        Assert.That(await _host.Database.ReadAsync<string>($"SELECT string_agg(event::text, ' ') FROM audit_events WHERE account_id = '{id}' AND event >= 8000"), Is.EqualTo("8003"));
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.EqualTo(new[] { "CleanAuth: an administrator disabled your account." }));
    }

    [TestCase("user")]
    [TestCase("admin")]
    public async Task Nobody_sets_their_own_role_and_who_tries_is_recorded(string role)
    {
        var other = await _api.NewAdministratorAsync(_host.Database);

        (await _api.SetRoleAsync(other.Token, other.AccountId, role, "Ticket 4714")).Expect(HttpStatusCode.Conflict, "self_reset_refused");

        Assert.That(await _host.LastEventAsync(other.AccountId), Is.EqualTo($"8009 {other.AccountId} Ticket 4714"));
        Assert.That((await _api.GetUserAsync(other.Token, other.AccountId))["role"], Is.EqualTo("admin"));
    }

    [TestCase("root")]
    [TestCase("Admin")]
    [TestCase("1")]
    public async Task There_are_no_other_roles(string role) =>
        Assert.That((await _api.SetRoleAsync(_administrator.Token, _administrator.AccountId, role)).Expect(HttpStatusCode.BadRequest).Code, Is.EqualTo("malformed_request").Or.EqualTo("validation_failed"));

    [Test]
    public async Task Who_has_no_second_factor_can_be_appointed_and_administers_nothing_until_there_is_one()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);

        (await _api.SetRoleAsync(_administrator.Token, id, "admin")).Expect(HttpStatusCode.NoContent);

        (await _api.GetUserAsync(person.AccessToken, id)).Expect(HttpStatusCode.Forbidden, "second_factor_required");
    }

    [Test]
    public async Task An_account_that_is_not_there_answers_not_found() =>
        (await _api.SetRoleAsync(_administrator.Token, Guid.CreateVersion7().ToString(), "admin")).Expect(HttpStatusCode.NotFound, "not_found");

    private Task<DateTime> DisabledAtAsync(string id) => _host.Database.ReadAsync<DateTime>($"SELECT disabled_at FROM accounts WHERE id = '{id}'");
}
