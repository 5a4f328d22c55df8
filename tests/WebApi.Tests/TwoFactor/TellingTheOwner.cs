using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>The owner is told by SMS of every change of a factor or number and of every recovery code that was used, with the change or not at all.</summary>
public sealed class TellingTheOwner
{
    private const string End = " If this was not you, change your password.";
    private const string Codes = "CleanAuth: new recovery codes were made for your account." + End;
    private const string AppOff = "CleanAuth: the authenticator app was removed from your account." + End;
    private const string AppOn = "CleanAuth: an authenticator app was added to your account." + End;
    private const string PhoneAdopted = "CleanAuth: this number replaced another in your account." + End;
    private const string PhoneReplaced = "CleanAuth: this number was replaced by another in your account." + End;
    private const string RecoveryCodeUsed = "CleanAuth: a recovery code of your account was used." + End;
    private const string SmsOff = "CleanAuth: codes by SMS were switched off for your account." + End;
    private const string SmsOn = "CleanAuth: codes by SMS were switched on for your account." + End;

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
    public async Task Each_change_of_a_factor_is_told_once_and_names_nobody()
    {
        var person = await _api.NewPersonAsync();
        var set = (await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        var code = set.Json.GetProperty("recoveryCodes")[0].GetString();
        var token = (await _api.StepUpAsync(person.AccessToken, new { method = "recoveryCode", code })).Expect(HttpStatusCode.OK)["accessToken"]!;
        var secret = (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        (await _api.TurnOnTotpAsync(token, _api.CodeOf(secret))).Expect(HttpStatusCode.OK);
        (await _api.CreateRecoveryCodesAsync(token)).Expect(HttpStatusCode.OK);
        (await _api.TurnOffTotpAsync(token)).Expect(HttpStatusCode.NoContent);
        (await _api.TurnOffTotpAsync(token)).Expect(HttpStatusCode.NoContent);
        (await _api.SetSmsFactorAsync(token, enabled: false)).Expect(HttpStatusCode.OK);

        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.EqualTo(new[] { SmsOn, RecoveryCodeUsed, AppOn, Codes, AppOff, SmsOff }));
        Assert.That(await _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{person.Email}' AND event = 4009 AND session_id IS NOT NULL"), Is.EqualTo(1));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE phone = '{person.PhoneNumber}' AND protected_text IS NOT NULL"), Is.Zero);
        Assert.That(_host.Logs.Lines, Has.None.Contains(person.PhoneNumber).And.None.Contains("was used."));
    }

    [Test]
    public async Task A_recovery_code_that_logged_in_is_told_and_recorded()
    {
        var user = await _api.NewPersonWithAppAsync();

        (await _api.AuthenticateByAsync("recoveryCode", await _api.StartLogInAsync(user.Person), user.RecoveryCodes[0])).Expect(HttpStatusCode.OK);

        Assert.That(await _host.NoticesToAsync(user.Person.PhoneNumber), Is.EqualTo(new[] { AppOn, RecoveryCodeUsed }));
        Assert.That(await _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{user.Person.Email}' AND event = 4009"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_changed_number_is_told_to_the_old_number_and_to_the_new_one()
    {
        var (person, number) = (await _api.NewPersonAsync(), AuthApi.NewPhone());

        (await _api.SetPhoneAsync(person.AccessToken, await _api.ProvePhoneAsync(number, person.AccessToken))).Expect(HttpStatusCode.OK);

        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.EqualTo(new[] { PhoneReplaced }));
        Assert.That(await _host.NoticesToAsync(number), Is.EqualTo(new[] { PhoneAdopted }));
    }

    [Test]
    public async Task A_first_number_and_an_account_without_one_have_nobody_to_tell()
    {
        var (email, number) = (AuthApi.NewEmail(), AuthApi.NewPhone());
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var token = (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        var waiting = await _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages");

        var secret = (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        (await _api.TurnOnTotpAsync(token, _api.CodeOf(secret))).Expect(HttpStatusCode.OK);
        (await _api.TurnOffTotpAsync(token)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages"), Is.EqualTo(waiting));

        var fresh = (await _api.StepUpAsync(token, new { method = "totp", code = _api.CodeOf(secret, 30) })).Expect(HttpStatusCode.OK)["accessToken"]!;
        (await _api.SetPhoneAsync(fresh, await _api.ProvePhoneAsync(number, fresh))).Expect(HttpStatusCode.OK);
        Assert.That(await _host.NoticesToAsync(number), Is.Empty);
    }

    [Test]
    public async Task A_change_that_is_rolled_back_at_its_commit_tells_nobody_and_counts_nothing()
    {
        var person = await _api.NewPersonAsync();
        var before = await CountedAsync();
        await _host.Database.ExecuteAsync($"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END';
            CREATE CONSTRAINT TRIGGER refusing AFTER UPDATE ON accounts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (new.email = '{person.Email}') EXECUTE FUNCTION refuse()
            """);

        (await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.InternalServerError, "internal_error");
        await _host.Database.ExecuteAsync("DROP TRIGGER refusing ON accounts; DROP FUNCTION refuse");

        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.Empty);
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE phone = '{person.PhoneNumber}'"), Is.EqualTo(1), "the proof at sign-up");
        Assert.That(await CountedAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_notice_that_cannot_be_stored_leaves_the_change_whole_and_counts_nothing()
    {
        var person = await _api.NewPersonAsync();
        var before = await CountedAsync();
        await _host.Database.ExecuteAsync($"ALTER TABLE outbox_messages ADD CONSTRAINT refusing CHECK (phone <> '{person.PhoneNumber}') NOT VALID");

        (await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        await _host.Database.ExecuteAsync("ALTER TABLE outbox_messages DROP CONSTRAINT refusing");

        Assert.That(await _host.Database.ReadAsync<bool>($"SELECT sms_factor_enabled FROM accounts WHERE email = '{person.Email}'"), Is.True);
        Assert.That(await _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{person.Email}' AND event IN (4001, 4007)"), Is.EqualTo(2));
        Assert.That(await CountedAsync(), Is.EqualTo(before));
        Assert.That(_host.Logs.Lines, Has.Some.Contains("[2131]").And.None.Contains(person.PhoneNumber));
    }

    [Test]
    public async Task Owners_are_told_in_the_language_and_under_the_brand_of_the_configuration()
    {
        await using var host = await ServiceHost.StartAsync(("Sms:NoticeLanguage", "de"), ("Sms:BrandName", "Example"));
        var person = await host.Client().NewPersonWithSmsFactorAsync();

        Assert.That(await host.NoticesToAsync(person.PhoneNumber), Is.EqualTo(new[] { "Example: Codes per SMS wurden für Ihr Konto eingeschaltet. Waren Sie das nicht? Ändern Sie Ihr Passwort." }));
    }

    private Task<string> CountedAsync() => _host.Database.ReadAsync<string>("SELECT sum(count) || ' ' || sum(micros) FROM spend_counters");
}
