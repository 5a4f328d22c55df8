using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

public sealed class DisablingAccounts
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
    public async Task A_disabled_account_is_shut_at_once_and_an_enabled_one_logs_in_anew()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);

        (await _api.SetStatusAsync(_administrator.Token, id, "disabled")).Expect(HttpStatusCode.NoContent);
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.Forbidden, "account_disabled");

        (await _api.SetStatusAsync(_administrator.Token, id, "active")).Expect(HttpStatusCode.NoContent);
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task What_was_under_way_when_an_account_was_disabled_is_over_also_once_it_is_enabled_again()
    {
        var user = await _api.NewPersonWithAppAsync();
        var (id, waiting) = (await _api.AccountIdAsync(user.Person), await _api.StartLogInAsync(user.Person));

        (await _api.SetStatusAsync(_administrator.Token, id, "disabled")).Expect(HttpStatusCode.NoContent);
        (await _api.SetStatusAsync(_administrator.Token, id, "active")).Expect(HttpStatusCode.NoContent);

        (await _api.AuthenticateByAsync("totp", waiting, _api.CodeOf(user.Secret, 30))).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_change_of_the_status_and_its_audit_event_with_reason_are_stored_together()
    {
        var id = await _api.AccountIdAsync(await _api.NewPersonAsync());

        (await _api.SetStatusAsync(_administrator.Token, id, "disabled", "Ticket 4712")).Expect(HttpStatusCode.NoContent);

        Assert.That(
            await _host.Database.ReadAsync<string>($"SELECT concat_ws(' ', event, administrator_id, reason) FROM audit_events WHERE account_id = '{id}' ORDER BY at DESC, id DESC LIMIT 1"),
            Is.EqualTo($"8003 {_administrator.AccountId} Ticket 4712"));
    }

    [TestCase("ab", "reason_invalid")]
    [TestCase(null, "required")]
    [TestCase("asked by ann@example.com", "reason_names_person")]
    [TestCase("call +44 7700 900123", "reason_names_person")]
    [TestCase("asked by ann\uff20example.com", "reason_names_person", TestName = "A_reason_with_a_full_width_at_sign_is_refused")]
    [TestCase("call \uff10\uff11\uff15\uff11\uff12\uff13\uff14\uff15\uff16\uff17", "reason_names_person", TestName = "A_reason_with_full_width_digits_is_refused")]
    public async Task A_reason_that_is_none_or_names_somebody_is_refused_and_changes_nothing(string? reason, string code)
    {
        var person = await _api.NewPersonAsync();

        var answer = (await _api.SetStatusAsync(_administrator.Token, await _api.AccountIdAsync(person), "disabled", reason)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Body, Does.Contain($"\"{code}\""));
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task An_account_that_is_not_there_answers_not_found() =>
        (await _api.SetStatusAsync(_administrator.Token, Guid.CreateVersion7().ToString(), "disabled")).Expect(HttpStatusCode.NotFound, "not_found");
}
