using System.Net;
using CleanAuth.Domain.Auditing;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Passwords;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Somebody lost a phone, and an administrator helps without making the account weaker.</summary>
public sealed class ResettingFactors
{
    private ServiceHost _host;
    private AuthApi _api;
    private Administrator _administrator;

    // A host for each test: some of them move the clock, and then the administrator's proof is not fresh any more.
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
    public async Task After_a_reset_the_old_code_the_recovery_codes_and_everything_open_are_dead_and_the_owner_is_told()
    {
        var user = await _api.NewPersonWithAppAsync();
        var (person, id) = (user.Person, await _api.AccountIdAsync(user.Person));
        var waiting = await _api.StartLogInAsync(person);

        (await _api.ResetFactorsAsync(_administrator.Token, id)).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.StepUpAsync(person.AccessToken, new { method = "totp", code = _api.CodeOf(user.Secret, 30) })).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.AuthenticateByAsync("totp", waiting, _api.CodeOf(user.Secret, 30))).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.AuthenticateByAsync("recoveryCode", waiting, user.RecoveryCodes[0])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.SendSecondFactorOtpAsync(waiting)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        await _host.AgeRecoveryCodesAsync();
        (await _api.ResetByCodeAsync(person.Email, user.RecoveryCodes[1], "a wholly other password")).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        var login = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(login["status"], Is.EqualTo("enrollmentRequired"));
        (await _api.AuthenticateByAsync("totp", login["enrollmentToken"]!, _api.CodeOf(user.Secret, 30))).Expect(HttpStatusCode.Forbidden, "enrollment_required");
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.One.EqualTo("CleanAuth: an administrator removed the second factors of your account. If this was not you, change your password."));
        Assert.That(await AuditAsync(id), Is.EqualTo($"8007 {_administrator.AccountId} {Administrators.Reason}"));
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT end_reason FROM sessions WHERE account_id = '{id}'"), Is.EqualTo(14));
    }

    [Test]
    public async Task A_password_thief_who_enrols_first_is_asked_for_a_code_to_the_verified_number_and_fails_without_it()
    {
        var (person, token) = await ResetPersonAsync();
        var secret = await _api.NewSecretAsync(token);

        (await _api.TurnOnTotpAsync(token, _api.CodeOf(secret))).Expect(HttpStatusCode.Forbidden, "phone_proof_required");
        var own = await _api.ProvePhoneAsync(AuthApi.NewPhone(), token);
        (await _api.EnrolSmsAsync(token, own)).Expect(HttpStatusCode.Forbidden, "phone_proof_required");
        var (challengeId, smsCode) = await _api.ProveNumberAsync(token, person.PhoneNumber, count: 2);
        (await _api.EnrolAppAsync(token, _api.CodeOf(secret), challengeId, AuthApi.WrongCode(smsCode))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        (await _api.EnrolSmsAsync(token, own, challengeId, AuthApi.WrongCode(smsCode))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        (await _api.VerifyOtpAsync(challengeId, smsCode, token)).Expect(HttpStatusCode.NotFound, "challenge_not_found");

        Assert.That(await OpenSessionsAsync(person), Is.Empty);
    }

    [Test]
    public async Task The_owner_enrols_an_app_with_both_codes_which_are_spent_together()
    {
        var (person, token) = await ResetPersonAsync();
        var secret = await _api.NewSecretAsync(token);
        var (challengeId, smsCode) = await _api.ProveNumberAsync(token, person.PhoneNumber, count: 2);

        (await _api.EnrolAppAsync(token, AuthApi.WrongCode(_api.CodeOf(secret)), challengeId, smsCode)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        var complete = (await _api.EnrolAppAsync(token, _api.CodeOf(secret), challengeId, smsCode)).Expect(HttpStatusCode.OK);

        Assert.That(complete["status"], Is.EqualTo("complete"));
        Assert.That(complete.Json.GetProperty("recoveryCodes").GetArrayLength(), Is.EqualTo(10));
        Assert.That(await OpenSessionsAsync(person), Is.EqualTo("pwd otp mfa"));
        Assert.That(await _host.Database.ReadAsync<string>($"SELECT spent_at IS NOT NULL || ' ' || must_enroll FROM otp_challenges c, accounts a WHERE c.id = '{challengeId}' AND a.email = '{person.Email}'"), Is.EqualTo("true false"));
        (await _api.EnrolAppAsync(token, _api.CodeOf(secret, 30), challengeId, smsCode)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("secondFactorRequired"));
    }

    [Test]
    public async Task The_verified_number_proved_is_proof_enough_to_get_codes_by_SMS_to_it()
    {
        var (person, token) = await ResetPersonAsync();

        (await _api.EnrolSmsAsync(token, await _api.ProvePhoneAsync(person.PhoneNumber, token, count: 2))).Expect(HttpStatusCode.OK);

        Assert.That(await OpenSessionsAsync(person), Is.EqualTo("pwd sms mfa"));
    }

    [Test]
    public async Task Another_number_takes_the_place_of_the_verified_one_when_both_are_proved()
    {
        var ((person, token), number) = (await ResetPersonAsync(), AuthApi.NewPhone());
        var proof = await _api.ProvePhoneAsync(number, token);
        var (challengeId, smsCode) = await _api.ProveNumberAsync(token, person.PhoneNumber, count: 2);

        (await _api.EnrolSmsAsync(token, proof, challengeId, smsCode)).Expect(HttpStatusCode.OK);

        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["phoneHint"], Is.EqualTo($"***{number[^2..]}"));
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.Some.Contains("this number was replaced by another"));
    }

    [Test]
    public async Task A_code_of_one_enrolment_does_not_serve_another()
    {
        var (person, token) = await ResetPersonAsync();
        var (challengeId, smsCode) = await _api.ProveNumberAsync(token, person.PhoneNumber, count: 2);
        var other = await _api.StartEnrolmentAsync(person.Email);
        var secret = await _api.NewSecretAsync(other);

        (await _api.EnrolAppAsync(other, _api.CodeOf(secret), challengeId, smsCode)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
    }

    [Test]
    public async Task Codes_to_the_verified_number_are_guessed_within_the_budget_of_codes_by_SMS_at_either_door()
    {
        var (person, token) = await ResetPersonAsync();
        var secret = await _api.NewSecretAsync(token);
        var (challengeId, smsCode) = await _api.ProveNumberAsync(token, person.PhoneNumber, count: 2);
        for (var i = 0; i < 4; i++)
        {
            (await _api.EnrolAppAsync(token, _api.CodeOf(secret), challengeId, AuthApi.WrongCode(smsCode))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }

        await GuessProofsAsync(person, token, tries: 5, message: 3);
        _host.Clock.Advance(TimeSpan.FromSeconds(61));
        await GuessProofsAsync(person, token, tries: 1, message: 4);

        (await _api.SendEnrollmentOtpAsync(token)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        (await _api.EnrolAppAsync(token, _api.CodeOf(secret), challengeId, smsCode)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        (await _api.VerifyOtpAsync(challengeId, smsCode, token)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
    }

    [Test]
    public async Task A_thief_s_own_number_proved_clears_no_wrong_codes_of_the_verified_one()
    {
        var (person, token) = await ResetPersonAsync();
        await GuessProofsAsync(person, token, tries: 3, message: 2);

        await _api.ProvePhoneAsync(AuthApi.NewPhone(), token);

        Assert.That(await _host.Database.ReadAsync<int>($"SELECT failures FROM factor_budgets b JOIN accounts a ON a.id = b.account_id WHERE a.email = '{person.Email}' AND factor = 1"), Is.EqualTo(3));
    }

    [Test]
    public async Task Without_a_number_the_password_alone_enrols()
    {
        var (email, phoneless) = (AuthApi.NewEmail(), AuthApi.NewPhone());
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var login = (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK);
        (await _api.ResetFactorsAsync(_administrator.Token, await _api.AccountIdAsync(new Person(email, phoneless, login["accessToken"]!, "")))).Expect(HttpStatusCode.NoContent);
        var token = await _api.StartEnrolmentAsync(email);

        (await _api.SendEnrollmentOtpAsync(token)).Expect(HttpStatusCode.Conflict, "phone_not_verified");
        (await _api.TurnOnTotpAsync(token, _api.CodeOf(await _api.NewSecretAsync(token)))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_lost_number_is_taken_away_and_told_and_is_asked_for_no_more()
    {
        var user = await _api.NewPersonWithAppAsync();
        (await _api.ResetFactorsAsync(_administrator.Token, await _api.AccountIdAsync(user.Person), phoneLost: true)).Expect(HttpStatusCode.NoContent);
        var token = await _api.StartEnrolmentAsync(user.Person.Email);

        var complete = (await _api.TurnOnTotpAsync(token, _api.CodeOf(await _api.NewSecretAsync(token)))).Expect(HttpStatusCode.OK);

        Assert.That((await _api.GetAccountAsync(complete["accessToken"])).Expect(HttpStatusCode.OK)["phoneNumber"], Is.Null);
        Assert.That(
            await _host.NoticesToAsync(user.Person.PhoneNumber),
            Has.Some.Contains("an administrator removed the second factors").And.Some.Contains("this number was removed from your account"));
    }

    [Test]
    public async Task A_lost_number_that_was_taken_away_is_in_the_audit_trail_as_the_act_of_the_administrator()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);

        (await _api.ResetFactorsAsync(_administrator.Token, id, phoneLost: true)).Expect(HttpStatusCode.NoContent);

        Assert.That(
            await _host.Database.ReadAsync<string>($"SELECT concat_ws(' ', administrator_id, reason) FROM audit_events WHERE account_id = '{id}' AND event = {(int)SecurityEvent.PhoneRemoved}"),
            Is.EqualTo($"{_administrator.AccountId} {Administrators.Reason}"));
    }

    [Test]
    public async Task A_code_that_was_asked_for_at_the_very_moment_of_a_reset_replaces_no_password()
    {
        var person = await _api.NewPersonAsync();
        var challengeId = (await _api.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, 2);

        // As if the reset was stored after the account was read and before the challenge was: too late to end it.
        await _host.Database.ExecuteAsync($"UPDATE accounts SET factors_reset_at = '{_host.Clock.GetUtcNow():O}', must_enroll = true WHERE email = '{person.Email}'");

        (await _api.VerifyOtpAsync(challengeId, code)).Expect(HttpStatusCode.Gone, "challenge_expired");
    }

    [Test]
    public async Task For_a_day_after_a_reset_no_password_is_replaced_by_a_code_by_SMS_alone_and_the_answer_tells_nothing()
    {
        var (person, _) = await ResetPersonAsync();

        var known = (await _api.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted);
        var unknown = (await _api.ForgotAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Accepted);

        Assert.That(known.Json.EnumerateObject().Select(member => member.Name), Is.EqualTo(unknown.Json.EnumerateObject().Select(member => member.Name)));
        Assert.That((known["delivery"], known["codeLength"]), Is.EqualTo((unknown["delivery"], unknown["codeLength"])));
        await _host.WaitForRoundAsync();
        Assert.That(_host.Plivo.Messages.Count(message => message.To == person.PhoneNumber && message.Code is not null), Is.EqualTo(1), "the proof at sign-up");

        _host.Clock.Advance(TimeSpan.FromHours(24));
        (await _api.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted);
        Assert.That(await _api.CodeSentToAsync(person.PhoneNumber, 2), Is.Not.Empty);
    }

    [Test]
    public async Task A_reset_ends_a_password_reset_that_is_under_way()
    {
        var person = await _api.NewPersonAsync();
        var proof = await _api.ProveResetAsync(person);

        (await _api.ResetFactorsAsync(_administrator.Token, await _api.AccountIdAsync(person))).Expect(HttpStatusCode.NoContent);

        (await _api.ResetAsync(proof, "a wholly other password")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Who_reset_the_password_by_SMS_just_before_does_not_enrol_by_SMS_until_an_unlock_or_a_day_has_passed()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);
        (await _api.ResetAsync(await _api.ProveResetAsync(person), AuthApi.Password)).Expect(HttpStatusCode.NoContent);
        (await _api.ResetFactorsAsync(_administrator.Token, id)).Expect(HttpStatusCode.NoContent);
        var token = await _api.StartEnrolmentAsync(person.Email);

        (await _api.SendEnrollmentOtpAsync(token)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        (await _api.TurnOnTotpAsync(token, _api.CodeOf(await _api.NewSecretAsync(token)))).Expect(HttpStatusCode.Forbidden, "phone_proof_required");

        Assert.That(await OperatorCommands.UnlockAsync(_host.Services, person.Email, TextWriter.Null), Is.Zero);
        (await _api.SendEnrollmentOtpAsync(token)).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task Nobody_resets_oneself_and_somebody_who_tried_is_in_the_audit_trail()
    {
        (await _api.ResetFactorsAsync(_administrator.Token, _administrator.AccountId)).Expect(HttpStatusCode.Conflict, "self_reset_refused");

        (await _api.GetAccountAsync(_administrator.Token)).Expect(HttpStatusCode.OK);
        Assert.That(await AuditAsync(_administrator.AccountId), Is.EqualTo($"8009 {_administrator.AccountId} {Administrators.Reason}"));
    }

    [Test]
    public async Task Whoever_administers_can_be_reset_by_another_and_administers_again_after_enrolling()
    {
        var other = await _api.NewAdministratorAsync(_host.Database);

        (await _api.ResetFactorsAsync(_administrator.Token, other.AccountId)).Expect(HttpStatusCode.NoContent);

        (await _api.ResetFactorsAsync(other.Token, _administrator.AccountId)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        var token = await _api.StartEnrolmentAsync(other.Person.Person.Email);
        var (challengeId, smsCode) = await _api.ProveNumberAsync(token, other.Person.Person.PhoneNumber, count: 2);
        var complete = (await _api.EnrolAppAsync(token, _api.CodeOf(await _api.NewSecretAsync(token)), challengeId, smsCode)).Expect(HttpStatusCode.OK);
        (await _api.ResetFactorsAsync(complete["accessToken"]!, _administrator.AccountId)).Expect(HttpStatusCode.NoContent);
    }

    [TestCase("stepUp")]
    [TestCase("secondFactor")]
    public async Task An_enrolment_sends_its_own_code_only(string purpose)
    {
        var (_, token) = await ResetPersonAsync();

        (await _api.PostAsync("/api/v1/auth/send-otp", new { purpose }, token)).Expect(HttpStatusCode.Forbidden, "enrollment_required");
    }

    [Test]
    public async Task Nobody_but_an_enrolment_asks_for_its_code()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();

        (await _api.SendEnrollmentOtpAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.SendEnrollmentOtpAsync(await _api.StartLogInAsync(person))).Expect(HttpStatusCode.Forbidden, "second_factor_required");
        (await _api.PostAsync("/api/v1/auth/send-otp", new { purpose = "enrollment" })).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    private async Task GuessProofsAsync(Person person, string token, int tries, int message)
    {
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var challengeId = (await _api.SendOtpAsync(person.PhoneNumber, token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, message);
        for (var i = 0; i < tries; i++)
        {
            (await _api.VerifyOtpAsync(challengeId, AuthApi.WrongCode(code), token)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }
    }

    /// <summary>Somebody with a number whose factors were just reset, and the token of the next log-in.</summary>
    private async Task<(Person Person, string EnrollmentToken)> ResetPersonAsync()
    {
        var user = await _api.NewPersonWithAppAsync();
        (await _api.ResetFactorsAsync(_administrator.Token, await _api.AccountIdAsync(user.Person))).Expect(HttpStatusCode.NoContent);
        return (user.Person, await _api.StartEnrolmentAsync(user.Person.Email));
    }

    private Task<string> AuditAsync(string account) => _host.Database.ReadAsync<string>(
        $"SELECT concat_ws(' ', event, administrator_id, reason) FROM audit_events WHERE account_id = '{account}' AND administrator_id IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1");

    private Task<string> OpenSessionsAsync(Person person) => _host.Database.ReadAsync<string>(
        $"SELECT coalesce(string_agg(s.methods, ','), '') FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{person.Email}' AND s.ended_at IS NULL");
}
