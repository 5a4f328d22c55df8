using System.Net;
using CleanAuth.Domain.Passwords;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Passwords;

namespace CleanAuth.WebApi.Tests.Accounts;

/// <summary>Whatever is under way while an account is deleted leaves no session, challenge, proof or message of it, and answers as for no account.</summary>
public sealed class DeletionRaces
{
    private const string NewPassword = "a wholly other password";

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
    public async Task A_log_in_whose_password_is_being_checked_opens_nothing()
    {
        var person = await _api.NewPersonAsync();

        (await WhileDeletedAsync(person, () => _api.LogInAsync(person.Email))).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task A_second_step_opens_nothing()
    {
        var user = await _api.NewPersonWithAppAsync();
        var restricted = await _api.StartLogInAsync(user.Person);

        (await WhileDeletedAsync(user.Person, () => _api.AuthenticateByAsync("recoveryCode", restricted, user.RecoveryCodes[0]))).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_refresh_gives_no_token()
    {
        var person = await _api.NewPersonAsync();

        var answer = await WhileDeletedAsync(
            person, () => _api.RefreshAsync(person.RefreshToken), "SELECT FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{0}' FOR UPDATE OF s");

        answer.Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_code_that_is_asked_for_is_not_sent()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);
        await _host.WaitForOutboxAsync();
        var sent = _host.Plivo.Messages.Count(message => message.To == person.PhoneNumber);

        (await WhileDeletedAsync(person, () => _api.SendSecondFactorOtpAsync(restricted))).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        await _host.WaitForOutboxAsync();
        Assert.That(_host.Plivo.Messages.Count(message => message.To == person.PhoneNumber), Is.EqualTo(sent));
    }

    [Test]
    public async Task A_number_that_is_being_proved_gives_no_proof()
    {
        var person = await _api.NewPersonAsync();
        var number = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(number, person.AccessToken)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(number);

        (await WhileDeletedAsync(person, () => _api.VerifyOtpAsync(challenge, code, person.AccessToken))).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM phone_proofs WHERE phone = '{number}'"), Is.Zero);
    }

    [Test]
    public async Task A_log_out_that_waits_for_the_deletion_is_no_fault_and_leaves_nothing()
    {
        var person = await _api.NewPersonAsync();

        (await WhileDeletedAsync(person, () => _api.LogOutAsync(person.AccessToken), "UPDATE sessions SET last_used_at = now() WHERE account_id = (SELECT id FROM accounts WHERE email = '{0}')"))
            .Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task A_forgotten_password_is_answered_as_for_nobody_and_no_code_is_sent()
    {
        var person = await _api.NewPersonAsync();
        await _host.WaitForOutboxAsync();
        var sent = _host.Plivo.Messages.Count(message => message.To == person.PhoneNumber);

        var asked = (await WhileDeletedAsync(person, () => _api.ForgotAsync(person.Email))).Expect(HttpStatusCode.Accepted);

        Assert.That((await _api.GetChallengeAsync(asked["challengeId"]!)).Expect(HttpStatusCode.OK)["delivery"], Is.EqualTo("unknown"));
        await _host.WaitForOutboxAsync();
        Assert.That(_host.Plivo.Messages.Count(message => message.To == person.PhoneNumber), Is.EqualTo(sent));
    }

    [Test]
    public async Task A_new_password_with_the_old_one_is_refused()
    {
        var person = await _api.NewPersonAsync();

        (await WhileDeletedAsync(person, () => _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, NewPassword))).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.Empty);
    }

    [Test]
    public async Task A_new_password_by_SMS_is_refused()
    {
        var person = await _api.NewPersonAsync();
        var token = await _api.ProveResetAsync(person);

        (await WhileDeletedAsync(person, () => _api.ResetAsync(token, NewPassword))).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.Empty);
    }

    [Test]
    public async Task A_new_password_by_recovery_code_is_refused()
    {
        var user = await _api.NewPersonWithAppAsync();
        await _host.AgeRecoveryCodesAsync();
        var told = (await _host.NoticesToAsync(user.Person.PhoneNumber)).Count;

        (await WhileDeletedAsync(user.Person, () => _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[0], NewPassword))).Expect(HttpStatusCode.Unauthorized, "code_invalid");

        Assert.That(await _host.NoticesToAsync(user.Person.PhoneNumber), Has.Count.EqualTo(told));
    }

    [Test]
    public async Task Two_deletions_at_once_delete_once()
    {
        var person = await _api.NewPersonAsync();

        var answers = await AtOnce.SendAsync(8, _ => _api.DeleteAccountAsync(person.AccessToken));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.NoContent).Select(answer => answer.Code), Is.All.EqualTo("token_invalid"));
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task In_a_storm_of_everything_nothing_of_it_survives()
    {
        for (var round = 0; round < 5; round++)
        {
            var person = await _api.NewPersonAsync();
            var id = (await _api.GetAccountAsync(person.AccessToken))["accountId"]!;
            var others = Enumerable.Range(0, 24).Select(_ => AuthApi.NewPhone()).ToArray();

            var answers = await AtOnce.SendAsync(24, i => (i % 6) switch
            {
                0 => i == 6 ? _api.DeleteAccountAsync(person.AccessToken) : _api.LogInAsync(person.Email),
                1 => _api.LogInAsync(person.Email),
                2 => _api.RefreshAsync(person.RefreshToken),
                3 => _api.SendOtpAsync(others[i], person.AccessToken),
                4 => _api.LogInAsync(person.Email, "a wrong password"),
                _ => _api.ChangeNameAsync(person.AccessToken, $"Ann {i}"),
            });

            Assert.That(answers.Where(answer => answer.Status >= HttpStatusCode.InternalServerError).Select(answer => answer.Body), Is.Empty);
            Assert.That(answers[6].Status, Is.EqualTo(HttpStatusCode.NoContent), answers[6].Body);
            await AssertNothingIsLeftAsync(id);
        }
    }

    /// <summary>Starts the request while the account is held by a deletion, and gives its answer after that was committed.</summary>
    private async Task<Answer> WhileDeletedAsync(Person person, Func<Task<Answer>> request, string hold = "SELECT FROM accounts WHERE email = '{0}' FOR UPDATE")
    {
        var id = await _host.Database.ReadAsync<Guid>($"SELECT id FROM accounts WHERE email = '{person.Email}'");
        Task<Answer>? answer = null;
        await _host.Database.ChangeWhileItWaitsAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, hold, person.Email), () => Task.FromResult(answer = request()),
            $"SELECT FROM sessions WHERE account_id = '{id}' FOR UPDATE; DELETE FROM refresh_tokens WHERE session_id IN (SELECT id FROM sessions WHERE account_id = '{id}'); DELETE FROM otp_challenges WHERE account_id = '{id}'; DELETE FROM accounts WHERE id = '{id}'");
        var result = await answer!;
        await AssertNothingIsLeftAsync($"{id}");
        return result;
    }

    private async Task AssertNothingIsLeftAsync(string id)
    {
        foreach (var table in (await _host.Database.ReadAsync<string>(DeletingTheAccount.WithAccount)).Split(',').Except(["audit_events"]))
        {
            // A decoy of a reset names an account that nobody has.
            var real = table == "otp_challenges" ? $" AND phone <> '{IResetChallenges.Nowhere.Value}'" : "";
            Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM {table} WHERE account_id = '{id}'{real}"), Is.Zero, table);
        }
    }
}
