using System.Net;
using CleanAuth.WebApi.Tests.Accounts;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Unlocking, ending sessions and deleting, each with its reason on record.</summary>
public sealed class HelpingPeople
{
    private ServiceHost _host;
    private ServiceHost _strict;
    private AuthApi _api;
    private Administrator _administrator;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _strict = _host.StartAnother(("TwoFactor:RequiredFor", "everybody"));
        _api = _host.Client();
        _administrator = await _api.NewAdministratorAsync(_host.Database);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _strict.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task An_unlock_reopens_every_factor_the_password_and_the_reset_of_that_account_and_of_no_other()
    {
        var (locked, other) = (await _api.NewPersonWithAppAsync(), await _api.NewPersonWithAppAsync());
        var id = await _api.AccountIdAsync(locked.Person);
        foreach (var person in new[] { locked.Person, other.Person })
        {
            await SuspendAsync(person);
        }

        (await _api.ActAsync(_administrator.Token, id, "unlock", "Ticket 4715")).Expect(HttpStatusCode.NoContent);

        await _api.LogInByAppAsync(locked);
        (await _api.LogInAsync(other.Person.Email)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
        Assert.That(await _host.EventsAsync(id, 4004), Is.EqualTo(1));
        Assert.That(await _host.Database.ReadAsync<string>($"SELECT concat_ws(' ', administrator_id, reason) FROM audit_events WHERE account_id = '{id}' AND event = 4004"), Is.EqualTo($"{_administrator.AccountId} Ticket 4715"));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM reset_budgets WHERE subject = '{id}'"), Is.Zero);
        Assert.That(await _host.Database.ReadAsync<bool>($"SELECT barred_factor IS NULL FROM accounts WHERE id = '{id}'"), Is.True);
    }

    [Test]
    public async Task Ended_sessions_get_401_on_the_next_call_and_their_refresh_tokens_too()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);
        var second = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);

        (await _api.ActAsync(_administrator.Token, id, "sessions/end", "Ticket 4716")).Expect(HttpStatusCode.NoContent);

        foreach (var token in new[] { person.AccessToken, second["accessToken"]! })
        {
            (await _api.GetAccountAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        }

        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That(await _host.LastEventAsync(id), Is.EqualTo($"8008 {_administrator.AccountId} Ticket 4716"));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM sessions WHERE account_id = '{id}' AND end_reason = 12"), Is.EqualTo(2));
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Administrators_may_end_their_own_sessions()
    {
        var other = await _api.NewAdministratorAsync(_host.Database);

        (await _api.ActAsync(other.Token, other.AccountId, "sessions/end")).Expect(HttpStatusCode.NoContent);

        (await _api.GetUserAsync(other.Token, other.AccountId)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_deletion_leaves_nothing_but_opaque_ids_and_its_reason_and_the_number_is_told()
    {
        var full = await FullAccount.CreateAsync(_host, _strict);
        var phone = full.User.Person.PhoneNumber;

        (await _api.ActAsync(_administrator.Token, $"{full.Id}", "delete", "Ticket 4717")).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(full.Token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.AuthenticateByAsync("totp", full.SecondFactorToken, "000000")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(full.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GetUserAsync(_administrator.Token, $"{full.Id}")).Expect(HttpStatusCode.NotFound, "not_found");
        foreach (var table in (await _host.Database.ReadAsync<string>(DeletingTheAccount.WithAccount)).Split(',').Except(["audit_events"]))
        {
            Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM {table} WHERE account_id = '{full.Id}'"), Is.Zero, table);
        }

        Assert.That(await _host.LastEventAsync($"{full.Id}"), Is.EqualTo($"1008 {_administrator.AccountId} Ticket 4717"));
        Assert.That((await _host.NoticesToAsync(phone)).Count(text => text == "CleanAuth: your account was deleted."), Is.EqualTo(1));
        (await _api.SignUpAsync(full.User.Person.Email)).Expect(HttpStatusCode.Created);
    }

    [TestCase("disable")]
    [TestCase("sessions/end")]
    [TestCase("delete")]
    public async Task A_refresh_that_races_with_it_leaves_no_working_token(string what)
    {
        for (var round = 0; round < 5; round++)
        {
            var person = await _api.NewPersonAsync();
            var id = await _api.AccountIdAsync(person);

            var answers = await AtOnce.SendAsync(9, i => i != round + 2 ? _api.RefreshAsync(person.RefreshToken)
                : what == "disable" ? _api.SetStatusAsync(_administrator.Token, id, "disabled") : _api.ActAsync(_administrator.Token, id, what));

            answers[round + 2].Expect(HttpStatusCode.NoContent);
            Assert.That(answers.Where(answer => answer.Status >= HttpStatusCode.InternalServerError).Select(answer => answer.Body), Is.Empty);
            foreach (var refreshed in answers.Where(answer => answer.Status == HttpStatusCode.OK))
            {
                (await _api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
                Assert.That((await _api.RefreshAsync(refreshed["refreshToken"]!)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            }
        }
    }

    [TestCase("unlock")]
    [TestCase("delete")]
    public async Task Nobody_does_it_to_themselves_and_who_tries_is_recorded(string what)
    {
        var other = await _api.NewAdministratorAsync(_host.Database);

        (await _api.ActAsync(other.Token, other.AccountId, what, "Ticket 4718")).Expect(HttpStatusCode.Conflict, "self_reset_refused");

        Assert.That(await _host.LastEventAsync(other.AccountId), Is.EqualTo($"8009 {other.AccountId} Ticket 4718"));
        (await _api.GetUserAsync(other.Token, other.AccountId)).Expect(HttpStatusCode.OK);
    }

    [TestCase("unlock")]
    [TestCase("sessions/end")]
    [TestCase("delete")]
    public async Task An_account_that_is_not_there_answers_not_found_and_nothing_is_recorded(string what)
    {
        var nobody = Guid.CreateVersion7().ToString();

        (await _api.ActAsync(_administrator.Token, nobody, what)).Expect(HttpStatusCode.NotFound, "not_found");
        (await _api.ActAsync(_administrator.Token, "ann", what)).Expect(HttpStatusCode.NotFound, "not_found");

        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events WHERE account_id = '{nobody}'"), Is.Zero);
    }

    // A hundred wrong codes of each factor and of a reset, and a hundred wrong passwords from here.
    private async Task SuspendAsync(Person person)
    {
        (await _api.LogInAsync(person.Email, "a wrong password")).Expect(HttpStatusCode.Unauthorized);
        await _host.Database.ExecuteAsync($"""
            INSERT INTO factor_budgets (account_id, factor, failures) SELECT a.id, f, 100 FROM accounts a, generate_series(1, 3) f WHERE email = '{person.Email}';
            INSERT INTO reset_budgets (subject, proof, is_known_source, failures, last_failure_at) SELECT a.id, 1, true, 100, now() FROM accounts a WHERE email = '{person.Email}';
            UPDATE accounts SET barred_factor = 2 WHERE email = '{person.Email}';
            UPDATE password_budgets SET failures = 100 WHERE failures < 100;
            """);
    }
}
