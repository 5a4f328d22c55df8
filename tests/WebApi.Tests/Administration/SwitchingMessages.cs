using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Spend;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>The kill switch in an administrator's hand.</summary>
public sealed class SwitchingMessages
{
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi _there;
    private Administrator _administrator;

    [SetUp]
    public async Task Start()
    {
        _host = await SpendHost.StartAsync();
        _other = _host.StartAnother(SpendHost.With());
        (_api, _there) = (_host.Client(), _other.Client());
        _administrator = await _api.NewAdministratorAsync(_host.Database);
    }

    [TearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task Switched_on_here_it_holds_there_at_once_until_it_is_lifted()
    {
        (await SwitchAsync(enabled: true)).Expect(HttpStatusCode.NoContent);
        (await _there.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
        Assert.That(await IsOnAsync(), Is.EqualTo("True"));

        (await SwitchAsync(enabled: false)).Expect(HttpStatusCode.NoContent);
        (await _there.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        Assert.That(await IsOnAsync(), Is.EqualTo("False"));
    }

    [Test]
    public async Task Both_turns_are_in_the_audit_with_administrator_and_reason_and_concern_no_account()
    {
        (await SwitchAsync(enabled: true, reason: "Ticket 1")).Expect(HttpStatusCode.NoContent);
        (await SwitchAsync(enabled: false, reason: "Ticket 2")).Expect(HttpStatusCode.NoContent);

        var id = _administrator.AccountId;
        Assert.That(
            await _host.Database.ReadAsync<string>(
                "SELECT string_agg(concat_ws(' ', event, administrator_id, coalesce(account_id::text, 'none'), reason), '; ' ORDER BY at, id) FROM audit_events WHERE event BETWEEN 6000 AND 6999"),
            Is.EqualTo($"6001 {id} none Ticket 1; 6002 {id} none Ticket 2"));
    }

    [TestCase("53100", HttpStatusCode.ServiceUnavailable, "unavailable", TestName = "When the disk is full for the audit event the switch stays as it is")]
    [TestCase("42501", HttpStatusCode.InternalServerError, "internal_error", TestName = "When the audit event may not be written the switch stays as it is")]
    public async Task When_the_audit_event_cannot_be_written_the_switch_stays_as_it_is(string state, HttpStatusCode status, string code)
    {
        await _host.Database.ExecuteAsync($"""
            CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$;
            CREATE TRIGGER no_audit BEFORE INSERT ON audit_events FOR EACH ROW WHEN (NEW.event = 6001) EXECUTE FUNCTION no_audit();
            """);
        var before = await TableImage.TakeAsync(_host.Database);

        (await SwitchAsync(enabled: true)).Expect(status, code);

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
    }

    [TestCase("UPDATE accounts SET role = 0", HttpStatusCode.Forbidden, "admin_required", TestName = "An administrator who is dismissed while the request waits switches nothing")]
    [TestCase("UPDATE accounts SET disabled_at = now()", HttpStatusCode.Unauthorized, "token_invalid", TestName = "An administrator who is disabled while the request waits switches nothing")]
    [TestCase("UPDATE sessions SET ended_at = now()", HttpStatusCode.Unauthorized, "token_invalid", TestName = "An administrator whose session ends while the request waits switches nothing")]
    public async Task What_was_taken_away_while_the_request_waits_switches_nothing(string change, HttpStatusCode status, string code)
    {
        Task<Answer>? switching = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            "SELECT 1 FROM accounts FOR NO KEY UPDATE", () => Task.FromResult(switching = SwitchAsync(enabled: true)), change);

        (await switching!).Expect(status, code);
        Assert.That(await IsOffAsync(), Is.False);
    }

    [TestCase(null, "required")]
    [TestCase("ab", "reason_invalid")]
    [TestCase("call +44 7700 900123", "reason_names_person")]
    public async Task Without_a_reason_nothing_is_switched(string? reason, string code)
    {
        var refused = (await _api.SendAsync(HttpMethod.Put, "/api/v1/admin/sms/kill-switch", new { enabled = true, reason }, _administrator.Token)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(refused.Body, Does.Contain($"\"{code}\""));
        Assert.That(await IsOffAsync(), Is.False);
    }

    [Test]
    public async Task Neither_a_user_nor_a_stale_proof_switches_and_a_user_reads_nothing()
    {
        var user = await _api.NewPersonAsync();
        (await SwitchAsync(enabled: true, user.AccessToken)).Expect(HttpStatusCode.Forbidden, "admin_required");
        (await UsageAsync(user.AccessToken)).Expect(HttpStatusCode.Forbidden, "admin_required");

        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        (await UsageAsync(_administrator.Token)).Expect(HttpStatusCode.OK);
        (await SwitchAsync(enabled: true)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        Assert.That(await IsOffAsync(), Is.False);
    }

    [Test]
    public async Task An_administrator_with_codes_by_SMS_only_lifts_it_with_a_recovery_code()
    {
        var person = await _api.NewPersonAsync();
        var codes = (await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK).Json.GetProperty("recoveryCodes");
        await _host.Database.ExecuteAsync($"UPDATE accounts SET role = 1 WHERE email = '{person.Email}'");
        (await SwitchAsync(enabled: true)).Expect(HttpStatusCode.NoContent);

        (await _api.SendStepUpOtpAsync(person.AccessToken)).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
        var fresh = (await _api.StepUpAsync(person.AccessToken, new { method = "recoveryCode", code = codes[0].GetString() })).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await SwitchAsync(enabled: false, fresh)).Expect(HttpStatusCode.NoContent);
        (await _api.SendStepUpOtpAsync(fresh)).Expect(HttpStatusCode.Accepted);
    }

    private Task<Answer> SwitchAsync(bool enabled, string? token = null, string reason = Administrators.Reason) =>
        _api.SendAsync(HttpMethod.Put, "/api/v1/admin/sms/kill-switch", new { enabled, reason }, token ?? _administrator.Token);

    private Task<Answer> UsageAsync(string token) => _there.SendAsync(HttpMethod.Get, "/api/v1/admin/sms/usage", token: token);

    private async Task<string?> IsOnAsync() => (await UsageAsync(_administrator.Token)).Expect(HttpStatusCode.OK)["killSwitchEnabled"];

    private Task<bool> IsOffAsync() => _host.Database.ReadAsync<bool>("SELECT is_off FROM sms_switch");
}
