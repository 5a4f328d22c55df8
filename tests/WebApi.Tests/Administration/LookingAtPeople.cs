using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

public sealed class LookingAtPeople
{
    private ServiceHost _host;
    private AuthApi _api;
    private Administrator _administrator;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _host.Clock.Stop();
        _api = _host.Client();
        _administrator = await _api.NewAdministratorAsync(_host.Database);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("%20")]
    [TestCase("%09")]
    public async Task An_id_with_a_blank_before_it_is_no_such_address(string blank) =>
        (await _api.GetUserAsync(_administrator.Token, $"{blank}{_administrator.AccountId}")).Expect(HttpStatusCode.NotFound, "not_found");

    [Test]
    public async Task An_administrator_sees_state_and_factors_and_of_the_number_two_digits()
    {
        var user = await _api.NewPersonWithAppAsync();
        var person = user.Person;

        var detail = (await _api.GetUserAsync(_administrator.Token, await _api.AccountIdAsync(person))).Expect(HttpStatusCode.OK);

        Assert.That(detail.Json.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(new[]
        {
            "accountId", "email", "phoneHint", "status", "role", "createdAt", "passwordChangedAt", "lastLoginAt", "totp", "sms", "recoveryCodesLeft", "recoverable",
            "required", "mustEnroll", "throttledFactors", "openSessions",
        }));
        Assert.That((detail["email"], detail["phoneHint"], detail["status"], detail["role"]), Is.EqualTo((person.Email, $"***{person.PhoneNumber[^2..]}", "active", "user")));
        Assert.That((detail["recoveryCodesLeft"], detail["openSessions"], detail["totp"], detail["throttledFactors"]), Is.EqualTo(("10", "1", "{\"enabled\":true}", "[]")));
        Assert.That(detail.Body, Does.Not.Contain(person.PhoneNumber[1..]).And.Not.Contain(user.Secret).And.Not.Contain(user.RecoveryCodes[0]).And.Not.Contain("hash").IgnoreCase);
    }

    [Test]
    public async Task What_keeps_an_owner_out_is_visible_and_an_unlock_clears_it()
    {
        var user = await _api.NewPersonWithAppAsync();
        var id = await _api.AccountIdAsync(user.Person);
        var now = _host.Clock.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            (await _api.LogInAsync(user.Person.Email, "a wrong password")).Expect(HttpStatusCode.Unauthorized);
        }

        await _host.Database.ExecuteAsync($"""
            INSERT INTO factor_budgets (account_id, factor, failures, next_try_at)
            VALUES ('{id}', 2, 11, '{now.AddMinutes(1):O}'), ('{id}', 3, 100, '{now.AddMinutes(1):O}'), ('{id}', 1, 3, NULL)
            """);

        var locked = (await _api.GetUserAsync(_administrator.Token, id)).Expect(HttpStatusCode.OK);
        Assert.That(locked.Json.GetProperty("throttledFactors").EnumerateArray().Select(factor => (
            factor.GetProperty("factor").GetString(), factor.GetProperty("failures").GetInt32(), factor.GetProperty("suspended").GetBoolean(), factor.TryGetProperty("nextTryAt", out _))), Is.EqualTo(
            new[] { ("sms", 3, false, false), ("totp", 11, false, true), ("recoveryCode", 100, true, false) }));
        Assert.That(locked.Json.GetProperty("passwordThrottledUntil").GetDateTimeOffset(), Is.EqualTo(now.AddSeconds(1)).Within(TimeSpan.FromMilliseconds(1)));

        await _host.Database.ExecuteAsync("UPDATE password_budgets SET failures = 100");
        Assert.That((await _api.GetUserAsync(_administrator.Token, id)).Json.GetProperty("passwordThrottledUntil").GetDateTimeOffset(), Is.EqualTo(now.AddDays(30)).Within(TimeSpan.FromMilliseconds(1)));

        (await _api.ActAsync(_administrator.Token, id, "unlock")).Expect(HttpStatusCode.NoContent);
        var open = (await _api.GetUserAsync(_administrator.Token, id)).Expect(HttpStatusCode.OK);
        Assert.That((open["throttledFactors"], open["passwordThrottledUntil"]), Is.EqualTo(("[]", (string?)null)));
    }

    [Test]
    public async Task A_disabled_account_has_no_session_left_and_keeps_the_time_of_its_last_log_in()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);
        var at = _host.Clock.GetUtcNow();
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _api.SetStatusAsync(_administrator.Token, id, "disabled")).Expect(HttpStatusCode.NoContent);

        var detail = (await _api.GetUserAsync(_administrator.Token, id)).Expect(HttpStatusCode.OK);

        Assert.That((detail["status"], detail["openSessions"]), Is.EqualTo(("disabled", "0")));
        Assert.That(detail.Json.GetProperty("lastLoginAt").GetDateTimeOffset(), Is.EqualTo(at).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task Who_never_logged_in_and_has_no_number_is_shown_without_them()
    {
        var signedUp = (await _api.SignUpAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Created);

        var detail = (await _api.GetUserAsync(_administrator.Token, signedUp["accountId"]!)).Expect(HttpStatusCode.OK);

        Assert.That((detail["phoneHint"], detail["lastLoginAt"], detail["openSessions"], detail["recoverable"]), Is.EqualTo(((string?)null, (string?)null, "0", "False")));
    }

    [TestCase("ann@example.com")]
    [TestCase("00000000000070008000000000000001")]
    [TestCase("018f0000-0000-7000-8000-000000000001")]
    public async Task What_is_no_account_is_not_found(string id) => (await _api.GetUserAsync(_administrator.Token, id)).Expect(HttpStatusCode.NotFound, "not_found");
}
