using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>A new password from somebody who knows the old one: the other sessions end, in every order of events (attacks 11 and 46).</summary>
public sealed class ChangingThePassword
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
    public async Task It_leaves_exactly_the_acting_session_and_is_told_to_the_owner()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);

        (await _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, NewPassword)).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
        (await _api.GetAccountAsync(other["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(other["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await _api.LogInAsync(person.Email, NewPassword)).Expect(HttpStatusCode.OK);
        Assert.That((await _host.NoticesToAsync(person.PhoneNumber)).Single(), Does.Contain("changed"));
    }

    [Test]
    public async Task A_wrong_current_password_changes_nothing()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);

        (await _api.ChangePasswordAsync(person.AccessToken, "not the current one", NewPassword)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");

        (await _api.GetAccountAsync(other["accessToken"])).Expect(HttpStatusCode.OK);
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.Empty);
    }

    [Test]
    public async Task A_new_password_around_the_name_in_the_address_is_refused()
    {
        var person = await _api.NewPersonAsync();

        var refused = (await _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, $"x {person.Email.Split('@')[0]} y")).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(refused.Json.GetProperty("errors").GetProperty("newPassword")[0].GetProperty("code").GetString(), Is.EqualTo("password_contains_email"));
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_proof_that_is_eleven_minutes_old_is_not_enough_although_the_token_is_fresh()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var refreshed = (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.ChangePasswordAsync(refreshed, AuthApi.Password, NewPassword)).Expect(HttpStatusCode.Forbidden, "step_up_required");
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Log_ins_and_resets_that_are_under_way_end()
    {
        var user = await _api.NewPersonWithAppAsync();
        var pending = await _api.StartLogInAsync(user.Person);
        var reset = await _api.ProveResetAsync(user.Person);
        var fresh = (await _api.StepUpAsync(user.Person.AccessToken, new { method = "totp", code = _api.CodeOf(user.Secret, 30) })).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.ChangePasswordAsync(fresh, AuthApi.Password, NewPassword)).Expect(HttpStatusCode.NoContent);

        (await _api.AuthenticateByAsync("recoveryCode", pending, user.RecoveryCodes[0])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.ResetAsync(reset, "yet another password")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task Of_changes_at_once_one_wins_and_none_overwrites_a_password_that_it_never_proved()
    {
        var person = await _api.NewPersonAsync();

        var answers = await AtOnce.SendAsync(8, i => _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, $"{NewPassword} {i}"));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.NoContent), Is.EqualTo(1));
        var winner = Array.FindIndex(answers, answer => answer.Status == HttpStatusCode.NoContent);
        (await _api.LogInAsync(person.Email, $"{NewPassword} {winner}")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_change_that_waited_while_another_one_came_does_not_overwrite_it()
    {
        var person = await _api.NewPersonAsync();
        Task<Answer>? change = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            $"SELECT 1 FROM accounts WHERE email = '{person.Email}' FOR UPDATE",
            () => Task.FromResult(change = _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, NewPassword)),
            $"UPDATE accounts SET password_changed_at = password_changed_at + interval '1 second' WHERE email = '{person.Email}'");

        (await change!).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await _api.LogInAsync(person.Email, NewPassword)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task A_refresh_that_raced_with_the_change_gave_no_token_that_works()
    {
        var person = await _api.NewPersonAsync();
        var others = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ => (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["refreshToken"]!));

        var answers = await AtOnce.SendAsync(13, i => i == 6 ? _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, NewPassword) : _api.RefreshAsync(others[i > 6 ? i - 1 : i]));

        answers[6].Expect(HttpStatusCode.NoContent);
        foreach (var refreshed in answers.Where(answer => answer.Status == HttpStatusCode.OK))
        {
            (await _api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            (await _api.RefreshAsync(refreshed["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        }
    }

    [Test]
    public async Task A_log_in_with_the_old_password_that_raced_with_the_change_gave_no_session_that_works()
    {
        var person = await _api.NewPersonAsync();

        var answers = await AtOnce.SendAsync(12, i => i == 3 ? _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, NewPassword) : _api.LogInAsync(person.Email));

        answers[3].Expect(HttpStatusCode.NoContent);
        foreach (var login in answers.Where(answer => answer.Status == HttpStatusCode.OK))
        {
            (await _api.GetAccountAsync(login["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        }
    }
}
