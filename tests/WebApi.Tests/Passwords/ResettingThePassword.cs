using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>A new password without the old one: proved once, told to the owner, and never a way around the second factor (decisions 1, attacks 56 and 57).</summary>
public sealed class ResettingThePassword
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
    public async Task A_code_by_SMS_sets_a_new_password_ends_every_session_and_is_told_to_the_owner()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);

        (await _api.ResetAsync(await _api.ProveResetAsync(person), NewPassword)).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GetAccountAsync(other["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(other["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await _api.LogInAsync(person.Email, NewPassword)).Expect(HttpStatusCode.OK);
        Assert.That((await _host.NoticesToAsync(person.PhoneNumber)).Single(), Does.Contain("reset"));
        Assert.That(await EventsAsync(person.Email, 1006), Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_begun_with_the_old_password_ends_with_it()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var pending = await _api.StartLogInAsync(person);
        var open = (await _api.SendStepUpOtpAsync(person.AccessToken)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var (first, second) = (await _api.ProveResetAsync(person, count: 3), await LaterAsync(31, () => _api.ProveResetAsync(person, count: 4)));

        (await _api.ResetAsync(first, NewPassword)).Expect(HttpStatusCode.NoContent);

        (await _api.SendSecondFactorOtpAsync(pending)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.ResetAsync(second, NewPassword)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GetChallengeAsync(open)).Expect(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Fifty_parallel_resets_with_one_token_give_one_success()
    {
        var person = await _api.NewPersonAsync();
        var token = await _api.ProveResetAsync(person);

        var answers = await AtOnce.SendAsync(50, i => _api.ResetAsync(token, $"{NewPassword} {i}"));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.NoContent).Select(answer => answer.Code), Is.All.EqualTo("token_invalid"));
        var winner = Array.FindIndex(answers, answer => answer.Status == HttpStatusCode.NoContent);
        (await _api.LogInAsync(person.Email, $"{NewPassword} {winner}")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_right_code_one_second_late_and_a_token_after_ten_minutes_are_refused()
    {
        var person = await _api.NewPersonAsync();
        var asked = (await _api.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        _host.Clock.Advance(TimeSpan.FromSeconds(301));
        (await _api.VerifyOtpAsync(asked, code)).Expect(HttpStatusCode.Gone, "challenge_expired");

        var token = await _api.ProveResetAsync(person, count: 3);
        _host.Clock.Advance(TimeSpan.FromSeconds(601));
        (await _api.ResetAsync(token, NewPassword)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_password_that_is_refused_costs_no_token()
    {
        var person = await _api.NewPersonAsync();
        var token = await _api.ProveResetAsync(person);

        var refused = (await _api.ResetAsync(token, $"x {person.Email.Split('@')[0]} y")).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(refused.Json.GetProperty("errors").GetProperty("newPassword")[0].GetProperty("code").GetString(), Is.EqualTo("password_contains_email"));
        (await _api.ResetAsync(token, NewPassword)).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task After_a_reset_by_SMS_the_code_by_SMS_is_no_second_factor_for_24_hours()
    {
        var person = await _api.NewPersonAsync();
        var codes = Codes((await _api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK));
        var pending = await SmsAskedAsync(person);
        (await _api.ResetAsync(await _api.ProveResetAsync(person, count: 3), NewPassword)).Expect(HttpStatusCode.NoContent);

        var login = (await _api.LogInAsync(person.Email, NewPassword)).Expect(HttpStatusCode.OK);
        var methods = login.Json.GetProperty("methods").EnumerateArray().ToDictionary(method => method.GetProperty("method").GetString()!);
        var refused = (await _api.SendSecondFactorOtpAsync(login["secondFactorToken"]!)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");

        Assert.That(methods.Keys, Is.EqualTo(new[] { "sms", "recoveryCode" }));
        Assert.That(methods["sms"].GetProperty("availableAt").GetDateTimeOffset() - _host.Clock.GetUtcNow(), Is.InRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24)));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24)));
        (await _api.AuthenticateAsync(pending.Token, pending.Challenge, pending.Code)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.AuthenticateByAsync("recoveryCode", login["secondFactorToken"]!, codes[0])).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromHours(24));
        var later = (await _api.LogInAsync(person.Email, NewPassword)).Expect(HttpStatusCode.OK)["secondFactorToken"]!;
        (await _api.SendSecondFactorOtpAsync(later)).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task After_a_reset_by_SMS_a_log_in_still_asks_for_the_authenticator_app_and_takes_it()
    {
        var user = await _api.NewPersonWithAppAsync();
        (await _api.ResetAsync(await _api.ProveResetAsync(user.Person), NewPassword)).Expect(HttpStatusCode.NoContent);

        var login = (await _api.LogInAsync(user.Person.Email, NewPassword)).Expect(HttpStatusCode.OK);

        Assert.That(login["status"], Is.EqualTo("secondFactorRequired"));
        (await _api.AuthenticateByAsync("totp", login["secondFactorToken"]!, _api.CodeOf(user.Secret, 30))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task After_a_reset_by_recovery_code_another_factor_is_asked_for_until_one_was_proved()
    {
        var user = await _api.NewPersonWithAppAsync();
        await _host.AgeRecoveryCodesAsync();
        (await _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[0], NewPassword)).Expect(HttpStatusCode.NoContent);

        var login = (await _api.LogInAsync(user.Person.Email, NewPassword)).Expect(HttpStatusCode.OK);
        Assert.That(Methods(login), Is.EqualTo(new[] { "totp" }));
        (await _api.AuthenticateByAsync("recoveryCode", login["secondFactorToken"]!, user.RecoveryCodes[1])).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");
        (await _api.AuthenticateByAsync("totp", login["secondFactorToken"]!, _api.CodeOf(user.Secret, 30))).Expect(HttpStatusCode.OK);

        var next = (await _api.LogInAsync(user.Person.Email, NewPassword)).Expect(HttpStatusCode.OK);
        Assert.That(Methods(next), Is.EqualTo(new[] { "totp", "recoveryCode" }));
        (await _api.AuthenticateByAsync("recoveryCode", next["secondFactorToken"]!, user.RecoveryCodes[1])).Expect(HttpStatusCode.OK);
        (await _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[0], NewPassword)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
    }

    [Test]
    public async Task Both_ways_at_once_half_a_way_and_none_are_refused()
    {
        var (email, recoveryCode, newPassword, passwordResetToken) = (AuthApi.NewEmail(), "0-0000-0000-0000-0000", NewPassword, new string('A', 43));
        object[] bodies =
        [
            new { passwordResetToken, email, recoveryCode, newPassword }, new { passwordResetToken, email, newPassword }, new { passwordResetToken, recoveryCode, newPassword },
            new { email, newPassword }, new { recoveryCode, newPassword }, new { newPassword },
        ];
        foreach (var body in bodies)
        {
            (await _api.PostAsync("/api/v1/auth/password/reset", body)).Expect(HttpStatusCode.BadRequest, "validation_failed");
        }
    }

    [Test]
    public async Task A_disabled_account_and_a_number_that_changed_meanwhile_end_the_token()
    {
        var (disabled, moved) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var (first, second) = (await _api.ProveResetAsync(disabled), await _api.ProveResetAsync(moved));
        await _host.Database.ExecuteAsync($"UPDATE accounts SET disabled_at = now() WHERE email = '{disabled.Email}'");
        var phone = AuthApi.NewPhone();
        (await _api.SetPhoneAsync(moved.AccessToken, await _api.ProvePhoneAsync(phone, moved.AccessToken))).Expect(HttpStatusCode.OK);

        (await _api.ResetAsync(first, NewPassword)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.ResetAsync(second, NewPassword)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Recovery_codes_made_in_a_session_that_was_taken_over_replace_no_password_for_24_hours()
    {
        var user = await _api.NewPersonWithAppAsync();
        _host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));

        (await _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[1], NewPassword)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        (await _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[1], NewPassword)).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task A_token_proved_with_a_number_ends_when_the_number_is_taken_away()
    {
        var person = await _api.NewPersonAsync();
        var token = await _api.ProveResetAsync(person);

        (await _api.RemovePhoneAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        (await _api.ResetAsync(token, NewPassword)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [TestCase("phone_number = '+447700900001'")]
    [TestCase("disabled_at = now()")]
    public async Task A_right_code_of_a_number_that_is_no_longer_the_account_s_or_of_a_disabled_account_gives_no_token(string change)
    {
        var person = await _api.NewPersonAsync();
        var asked = (await _api.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        await _host.Database.ExecuteAsync($"UPDATE accounts SET {change} WHERE email = '{person.Email}'");

        (await _api.VerifyOtpAsync(asked, code)).Expect(HttpStatusCode.Gone, "challenge_expired");
    }

    private async Task<T> LaterAsync<T>(int seconds, Func<Task<T>> what)
    {
        _host.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return await what();
    }

    /// <summary>A log-in whose code by SMS has arrived, the second message to the number.</summary>
    private async Task<(string Token, string Challenge, string Code)> SmsAskedAsync(Person person)
    {
        var token = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        return (token, challenge, await _api.CodeSentToAsync(person.PhoneNumber, count: 2));
    }

    private Task<long> EventsAsync(string email, int kind) =>
        _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{email}' AND e.event = {kind}");

    private static List<string> Codes(Answer answer) => [.. answer.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)];

    private static IEnumerable<string?> Methods(Answer login) => login.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString());
}
