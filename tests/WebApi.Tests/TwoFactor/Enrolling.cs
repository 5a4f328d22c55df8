using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Where everybody must have a second factor, a password alone opens nothing but the way to one.</summary>
public sealed class Enrolling
{
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi _otherApi;

    [OneTimeSetUp]
    public async Task Start()
    {
        (string, string)[] strict = [("TwoFactor:RequiredFor", "everybody"), ("Totp:PendingTries", "10")];
        _host = await ServiceHost.StartAsync(strict);
        _other = _host.StartAnother(strict);
        (_api, _otherApi) = (_host.Client(), _other.Client());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task A_log_in_without_a_factor_gives_no_session_but_the_way_to_one()
    {
        var email = AuthApi.NewEmail();
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);

        var login = (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK);

        Assert.That((login["status"], login["expiresIn"]), Is.EqualTo(("enrollmentRequired", "900")));
        Assert.That(login["methods"], Is.EqualTo("""[{"method":"totp"},{"method":"sms"}]"""));
        Assert.That(login.Json.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(new[] { "status", "enrollmentToken", "expiresIn", "methods" }));
        Assert.That(await SessionsAsync(email), Is.Empty);
    }

    [Test]
    public async Task With_a_wrong_password_an_enrolling_account_answers_like_any_other()
    {
        var (email, _) = await _api.NewEnrolmentAsync();

        (await _api.LogInAsync(email, "wrong")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task An_app_ends_the_log_in_with_two_factors_and_ten_recovery_codes_and_the_token_with_it()
    {
        var (email, token) = await _api.NewEnrolmentAsync();
        var secret = (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;

        (await _api.TurnOnTotpAsync(token, AuthApi.WrongCode(_api.CodeOf(secret)))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        var complete = (await _api.TurnOnTotpAsync(token, _api.CodeOf(secret))).Expect(HttpStatusCode.OK);

        Assert.That(complete["status"], Is.EqualTo("complete"));
        Assert.That(complete.Json.GetProperty("recoveryCodes").GetArrayLength(), Is.EqualTo(10));
        Assert.That(await SessionsAsync(email), Is.EqualTo("pwd otp mfa"));
        var state = (await _api.GetTwoFactorAsync(complete["accessToken"]!)).Expect(HttpStatusCode.OK);
        Assert.That((state["required"], state["requiredBy"]), Is.EqualTo(("True", "policy")));
        (await _api.RefreshAsync(complete["refreshToken"]!)).Expect(HttpStatusCode.OK);
        (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_number_proved_under_the_token_becomes_the_verified_one_with_its_factor()
    {
        var (email, token) = await _api.NewEnrolmentAsync();
        var phone = AuthApi.NewPhone();

        var complete = (await _api.EnrolSmsAsync(token, await _api.ProvePhoneAsync(phone, token))).Expect(HttpStatusCode.OK);

        Assert.That(complete.Json.GetProperty("recoveryCodes").GetArrayLength(), Is.EqualTo(10));
        Assert.That(await SessionsAsync(email), Is.EqualTo("pwd sms mfa"));
        Assert.That((await _api.GetAccountAsync(complete["accessToken"])).Expect(HttpStatusCode.OK)["phoneNumber"], Is.EqualTo(phone));
        Assert.That((await _api.LogInAsync(email)).Expect(HttpStatusCode.OK)["phoneHint"], Is.EqualTo($"***{phone[^2..]}"));
    }

    [Test]
    public async Task A_number_that_an_enrolment_replaces_is_told_of_it()
    {
        var (email, old, number) = (AuthApi.NewEmail(), AuthApi.NewPhone(), AuthApi.NewPhone());
        (await _api.SignUpAsync(email, await _api.ProvePhoneAsync(old))).Expect(HttpStatusCode.Created);
        var token = await _api.StartEnrolmentAsync(email);

        (await _api.EnrolSmsAsync(token, await _api.ProvePhoneAsync(number, token))).Expect(HttpStatusCode.OK);

        Assert.That(await _host.NoticesToAsync(old), Has.Count.EqualTo(2)
            .And.One.Contains("codes by SMS were switched on").And.One.Contains("this number was replaced by another"));
        Assert.That(await _host.NoticesToAsync(number), Has.Count.EqualTo(1).And.One.Contains("this number replaced another"));
    }

    [Test]
    public async Task A_taken_number_and_a_proof_of_somebody_else_leave_the_token_good()
    {
        var (_, owner) = await _api.NewEnrolmentAsync();
        var taken = AuthApi.NewPhone();
        (await _api.EnrolSmsAsync(owner, await _api.ProvePhoneAsync(taken, owner))).Expect(HttpStatusCode.OK);
        var (_, token) = await _api.NewEnrolmentAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(31));

        (await _api.EnrolSmsAsync(token, await _api.ProvePhoneAsync(taken, token, count: 2))).Expect(HttpStatusCode.Conflict, "phone_taken");
        (await _api.EnrolSmsAsync(token, await _api.ProvePhoneAsync(AuthApi.NewPhone()))).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.SendAsync(HttpMethod.Put, "/api/v1/2fa/sms", new { enabled = true }, token)).Expect(HttpStatusCode.BadRequest, "validation_failed");
        (await _api.EnrolSmsAsync(token, await _api.ProvePhoneAsync(AuthApi.NewPhone(), token))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task It_sends_no_code_but_the_proof_of_a_number()
    {
        var (_, token) = await _api.NewEnrolmentAsync();

        (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Forbidden, "enrollment_required");
        (await _api.SendStepUpOtpAsync(token)).Expect(HttpStatusCode.Forbidden, "enrollment_required");
        (await _api.RefreshAsync(token)).Expect(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Test]
    public async Task Fifty_parallel_turn_ons_under_one_token_over_two_nodes_give_one_session()
    {
        var (email, token) = await _api.NewEnrolmentAsync();
        var code = _api.CodeOf((await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!);

        var answers = await AtOnce.SendAsync(50, i => (i % 2 == 0 ? _api : _otherApi).TurnOnTotpAsync(token, code));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.OK).Select(answer => answer.Code).Distinct(), Is.SubsetOf(new[] { "nothing_pending", "token_invalid" }));
        Assert.That(await SessionsAsync(email), Is.EqualTo("pwd otp mfa"));
    }

    [Test]
    public async Task An_app_and_a_number_switched_on_at_the_same_moment_give_one_factor_and_one_session()
    {
        for (var round = 0; round < 5; round++)
        {
            var (email, token) = await _api.NewEnrolmentAsync();
            var proof = await _api.ProvePhoneAsync(AuthApi.NewPhone(), token);
            var code = _api.CodeOf((await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!);

            var answers = await AtOnce.SendAsync(8, i => i % 2 == 0 ? _api.TurnOnTotpAsync(token, code) : _otherApi.EnrolSmsAsync(token, proof));

            Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
            Assert.That(await SessionsAsync(email), Is.AnyOf("pwd otp mfa", "pwd sms mfa"));
            Assert.That(await _host.Database.ReadAsync<bool>($"SELECT sms_factor_enabled <> totp_factor_enabled FROM accounts WHERE email = '{email}'"), Is.True);
        }
    }

    [Test]
    public async Task A_pending_secret_is_confirmed_only_by_the_enrolment_that_made_it()
    {
        var (email, token) = await _api.NewEnrolmentAsync();
        var second = await _api.StartEnrolmentAsync(email);
        var secret = (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;

        (await _api.TurnOnTotpAsync(second, _api.CodeOf(secret))).Expect(HttpStatusCode.Conflict, "nothing_pending");
        (await _api.TurnOnTotpAsync(token, _api.CodeOf(secret))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Once_a_factor_is_on_an_older_token_adds_none()
    {
        var (email, token) = await _api.NewEnrolmentAsync();
        var older = await _api.StartEnrolmentAsync(email);
        var proof = await _api.ProvePhoneAsync(AuthApi.NewPhone(), older);
        var secret = (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        (await _api.TurnOnTotpAsync(token, _api.CodeOf(secret))).Expect(HttpStatusCode.OK);

        (await _api.EnrolSmsAsync(older, proof)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GenerateTotpAsync(older)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [TestCase("UPDATE accounts SET disabled_at = '2026-01-01'")]
    [TestCase("UPDATE accounts SET password_changed_at = '2100-01-01'")]
    public async Task A_disabled_account_and_a_changed_password_end_the_token(string change)
    {
        var (email, token) = await _api.NewEnrolmentAsync();

        await _host.Database.ExecuteAsync($"{change} WHERE email = '{email}'");

        (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task The_token_ends_after_fifteen_minutes()
    {
        var (_, token) = await _api.NewEnrolmentAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(899));
        (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _api.GenerateTotpAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    private Task<string> SessionsAsync(string email) => _host.Database.ReadAsync<string>(
        $"SELECT coalesce(string_agg(s.methods, ','), '') FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{email}' AND s.ended_at IS NULL");
}
