using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Accounts;

public sealed class DeletingTheAccount
{
    // Read from the schema, so that a table of a later feature is not forgotten.
    internal const string WithAccount = "SELECT string_agg(table_name, ',' ORDER BY table_name) FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'account_id'";

    private const string Told = "CleanAuth: your account was deleted.";

    private ServiceHost _host;
    private ServiceHost _strict;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _strict = _host.StartAnother(("TwoFactor:RequiredFor", "everybody"));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_strict is not null)
        {
            await _strict.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task After_deletion_no_table_holds_the_e_mail_or_number()
    {
        var full = await FullAccount.CreateAsync(_host, _strict);
        Assert.That(full.Texts.Where((await TableImage.DumpAsync(_host.Database)).Contains), Is.EqualTo(full.Texts));

        (await _api.DeleteAccountAsync(full.Token)).Expect(HttpStatusCode.NoContent);
        await _host.WaitForOutboxAsync();

        var dump = await TableImage.DumpAsync(_host.Database);
        Assert.That(full.Texts.Where(dump.Contains), Is.Empty);
    }

    [Test]
    public async Task Every_table_that_knows_an_account_forgets_it_but_the_audit_trail_which_knows_its_opaque_id()
    {
        var full = await FullAccount.CreateAsync(_host, _strict);
        var tables = (await _host.Database.ReadAsync<string>(WithAccount)).Split(',');
        var before = await CountsAsync(tables, full.Id);
        Assert.That(before.Where(table => table.Rows == 0), Is.Empty, "FullAccount does not use these");

        (await _api.DeleteAccountAsync(full.Token)).Expect(HttpStatusCode.NoContent);

        Assert.That((await CountsAsync(tables, full.Id)).Where(table => table.Rows > 0).Select(table => table.Name), Is.EqualTo(new[] { "audit_events" }));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events WHERE account_id = '{full.Id}' AND event = 1008 AND session_id IS NOT NULL"), Is.EqualTo(1));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM accounts WHERE id = '{full.Id}'"), Is.Zero);
    }

    [Test]
    public async Task Every_such_table_has_a_key_that_takes_its_rows_away_with_the_account()
    {
        // A decoy of a reset names an account that nobody has.
        var tables = (await _host.Database.ReadAsync<string>(WithAccount)).Split(',').Except(["audit_events", "otp_challenges"]);

        var keyed = await _host.Database.ReadAsync<string>("""
            SELECT string_agg(conrelid::regclass::text, ',' ORDER BY conrelid::regclass::text) FROM pg_constraint
            WHERE contype = 'f' AND confdeltype = 'c' AND confrelid = 'accounts'::regclass
            """);

        Assert.That(keyed.Split(','), Is.EquivalentTo(tables));
    }

    [Test]
    public async Task Every_token_of_it_is_dead_at_once()
    {
        var full = await FullAccount.CreateAsync(_host, _strict);
        (await _api.GetAccountAsync(full.Token)).Expect(HttpStatusCode.OK);

        (await _api.DeleteAccountAsync(full.Token)).Expect(HttpStatusCode.NoContent);

        foreach (var api in new[] { _api, _strict.Client() })
        {
            (await api.GetAccountAsync(full.Token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            (await api.DeleteAccountAsync(full.Token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            (await api.RefreshAsync(full.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            (await api.AuthenticateByAsync("recoveryCode", full.SecondFactorToken, full.User.RecoveryCodes[5])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            (await api.GenerateTotpAsync(full.EnrollmentToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            (await api.LogInAsync(full.User.Person.Email)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    [Test]
    public async Task E_mail_and_number_are_free_again_and_the_new_account_inherits_nothing()
    {
        var person = await _api.NewPersonAsync();
        (await _api.DeleteAccountAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));

        (await _api.SignUpAsync(person.Email, await _api.ProvePhoneAsync(person.PhoneNumber, count: 2))).Expect(HttpStatusCode.Created);

        var login = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That(await AccountActivity.NamesAsync(_api, login["accessToken"]!), Is.EqualTo(new[] { "loginSucceeded", "accountCreated" }));
    }

    [Test]
    public async Task The_number_is_told_and_then_forgotten()
    {
        var person = await _api.NewPersonAsync();

        (await _api.DeleteAccountAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.EqualTo(new[] { Told }));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE phone = '{person.PhoneNumber}'"), Is.Zero);
    }

    [Test]
    public async Task A_last_message_whose_fate_nobody_knows_is_forgotten_too()
    {
        var phone = AuthApi.NewPhone();
        await _host.Database.ExecuteAsync($"""
            INSERT INTO outbox_messages (id, channel, phone, state, attempts, created_at, due_at, expires_at, price_micros, is_last)
            VALUES (gen_random_uuid(), 1, '{phone}', 2, 1, '2000-01-01', '2000-01-01', '2000-01-01', 0, true)
            """);

        await _host.Database.WaitUntilNoneAsync($"outbox_messages WHERE phone = '{phone}'");
    }

    [Test]
    public async Task A_thief_without_a_fresh_proof_deletes_nothing()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();

        (await _api.DeleteAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Forbidden, "step_up_required");

        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("secondFactorRequired"));
    }

    [Test]
    public async Task An_account_that_must_have_a_factor_may_be_deleted_all_the_same()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _host.StepUpByAppAsync(user);

        (await _strict.Client().DeleteAccountAsync(token)).Expect(HttpStatusCode.NoContent);
    }

    private async Task<(string Name, long Rows)[]> CountsAsync(IEnumerable<string> tables, Guid account)
    {
        var counts = new List<(string, long)>();
        foreach (var table in tables)
        {
            counts.Add((table, await _host.Database.ReadAsync<long>($"SELECT count(*) FROM {table} WHERE account_id = '{account}'")));
        }

        return [.. counts];
    }
}
