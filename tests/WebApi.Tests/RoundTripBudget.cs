using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Passwords;
using CleanAuth.WebApi.Tests.Sms;

namespace CleanAuth.WebApi.Tests;

/// <summary>How often each operation asks the database, commits included; a change of these numbers is a decision.</summary>
public sealed class RoundTripBudget
{
    private readonly RoundTrips _roundTrips = new();
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await Calling.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _roundTrips.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task Signing_up_and_logging_in_ask_this_often()
    {
        var (email, person) = (AuthApi.NewEmail(), await _api.NewPersonAsync());
        _host.Clock.Stop();

        using var scope = Assert.EnterMultipleScope();
        await ExpectAsync(5, HttpMethod.Post, "/api/v1/auth/sign-up", new { email, password = AuthApi.Password });
        await ExpectAsync(11, HttpMethod.Post, "/api/v1/auth/login", new { email = person.Email, password = AuthApi.Password });
        await ExpectAsync(6, HttpMethod.Post, "/api/v1/auth/login", new { email = person.Email, password = "wrong" });
        await ExpectAsync(2, HttpMethod.Get, "/api/v1/account", token: person.AccessToken);
        await ExpectAsync(1, HttpMethod.Get, "/api/v1/account", token: person.AccessToken);
        await ExpectAsync(2, HttpMethod.Get, "/api/v1/2fa", token: person.AccessToken);
        await ExpectAsync(1, HttpMethod.Get, "/api/v1/account/sessions", token: person.AccessToken);
        await ExpectAsync(5, HttpMethod.Post, "/api/v1/auth/refresh", new { refreshToken = person.RefreshToken });
        await ExpectAsync(4, HttpMethod.Post, "/api/v1/auth/logout", token: person.AccessToken);
    }

    [Test]
    public async Task Passwords_ask_this_often()
    {
        const string New = "a wholly other password";
        var user = await _api.NewPersonWithAppAsync();
        var (email, phone) = (user.Person.Email, user.Person.PhoneNumber);
        var other = await _api.NewPersonAsync();

        using var scope = Assert.EnterMultipleScope();
        await ExpectAsync(10, HttpMethod.Post, "/api/v1/auth/password/forgot", new { email });
        var challengeId = await _host.Database.ReadAsync<string>($"SELECT id FROM otp_challenges WHERE phone = '{phone}' AND purpose = 4");
        var code = await _api.CodeSentToAsync(phone, count: 2);
        await ExpectAsync(10, HttpMethod.Post, "/api/v1/auth/verify-otp", new { challengeId, code = AuthApi.WrongCode(code) });
        var passwordResetToken = (await _api.VerifyOtpAsync(challengeId, code))["passwordResetToken"];
        await ExpectAsync(18, HttpMethod.Post, "/api/v1/auth/password/reset", new { passwordResetToken, newPassword = New });
        await _host.AgeRecoveryCodesAsync();
        await ExpectAsync(23, HttpMethod.Post, "/api/v1/auth/password/reset", new { email, recoveryCode = user.RecoveryCodes[0], newPassword = New });
        await ExpectAsync(21, HttpMethod.Put, "/api/v1/account/password", new { currentPassword = AuthApi.Password, newPassword = New }, other.AccessToken);
    }

    [Test]
    public async Task Codes_ask_this_often()
    {
        var phone = AuthApi.NewPhone();
        await ExpectAsync(5, HttpMethod.Post, "/api/v1/auth/send-otp", new { phoneNumber = phone });
        var challengeId = await _host.Database.ReadAsync<string>($"SELECT id FROM otp_challenges WHERE phone = '{phone}'");
        var code = await _api.CodeSentToAsync(phone);

        await ExpectAsync(2, HttpMethod.Post, "/api/v1/auth/verify-otp", new { challengeId, code = AuthApi.WrongCode(code) });
        await ExpectAsync(6, HttpMethod.Post, "/api/v1/auth/verify-otp", new { challengeId, code });
    }

    [Test]
    public async Task The_second_step_asks_this_often()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StartLogInAsync(person);
        await ExpectAsync(8, HttpMethod.Post, "/api/v1/auth/send-otp", new { purpose = "secondFactor" }, token);
        var challengeId = await _host.Database.ReadAsync<string>($"SELECT id FROM otp_challenges WHERE phone = '{person.PhoneNumber}' AND purpose = 2");
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);

        await ExpectAsync(17, HttpMethod.Post, "/api/v1/2fa/authenticate", new { method = "sms", challengeId, code }, token);
    }

    [Test]
    public async Task Changes_and_failures_that_are_told_ask_this_often()
    {
        var user = await _api.NewPersonWithAppAsync();
        var person = user.Person;
        var token = await _api.StartLogInAsync(person);
        var other = await _api.NewPersonAsync();
        object wrong = new { method = "recoveryCode", code = "0-0000-0000-0000-0000" };

        using var scope = Assert.EnterMultipleScope();
        await ExpectAsync(8, HttpMethod.Post, "/api/v1/2fa/authenticate", wrong, token);
        await ExpectAsync(8, HttpMethod.Post, "/api/v1/2fa/authenticate", wrong, token);
        await ExpectAsync(12, HttpMethod.Post, "/api/v1/2fa/authenticate", wrong, token);
        await ExpectAsync(18, HttpMethod.Post, "/api/v1/2fa/authenticate", new { method = "recoveryCode", code = user.RecoveryCodes[0] }, token);
        await ExpectAsync(13, HttpMethod.Put, "/api/v1/2fa/sms", new { enabled = true }, other.AccessToken);
    }

    [Test]
    public async Task The_account_s_own_page_asks_this_often()
    {
        var person = await _api.NewPersonAsync();
        var proof = await _api.ProvePhoneAsync(AuthApi.NewPhone(), person.AccessToken);

        using var scope = Assert.EnterMultipleScope();
        await ExpectAsync(8, HttpMethod.Patch, "/api/v1/account", new { displayName = "Ann" }, person.AccessToken);
        await ExpectAsync(2, HttpMethod.Get, "/api/v1/account/activity", token: person.AccessToken);
        await ExpectAsync(13, HttpMethod.Get, "/api/v1/account/export", token: person.AccessToken);
        await ExpectAsync(19, HttpMethod.Put, "/api/v1/account/phone", new { phoneVerificationToken = proof }, person.AccessToken);
        await ExpectAsync(16, HttpMethod.Delete, "/api/v1/account/phone", token: person.AccessToken);
        await ExpectAsync(15, HttpMethod.Delete, "/api/v1/account", token: person.AccessToken);
    }

    [Test]
    public async Task Administrators_who_look_after_people_ask_this_often()
    {
        var (administrator, person) = (await _api.NewAdministratorAsync(_host.Database), await _api.NewPersonAsync());
        var (token, path) = (administrator.Token, $"/api/v1/admin/users/{await _api.AccountIdAsync(person)}");
        const string reason = Administrators.Reason;

        using var scope = Assert.EnterMultipleScope();
        await ExpectAsync(6, HttpMethod.Get, path, token: token);
        await ExpectAsync(9, HttpMethod.Put, $"{path}/role", new { role = "admin", reason }, token);
        await ExpectAsync(4, HttpMethod.Put, $"{path}/role", new { role = "admin", reason }, token);
        await ExpectAsync(14, HttpMethod.Post, $"{path}/unlock", new { reason }, token);
        await ExpectAsync(7, HttpMethod.Post, $"{path}/sessions/end", new { reason }, token);
        await ExpectAsync(13, HttpMethod.Put, $"{path}/status", new { status = "disabled", reason }, token);
        await ExpectAsync(19, HttpMethod.Post, $"{path}/delete", new { reason }, token);
    }

    [Test]
    public async Task Administrators_who_demand_factors_and_take_lost_ones_away_ask_this_often()
    {
        var administrator = await _api.NewAdministratorAsync(_host.Database);
        var user = await _api.NewPersonWithAppAsync();
        var path = $"/api/v1/admin/users/{await _api.AccountIdAsync(user.Person)}";
        const string reason = Administrators.Reason;

        using var scope = Assert.EnterMultipleScope();
        await ExpectAsync(9, HttpMethod.Put, $"{path}/two-factor-policy", new { required = true, reason }, administrator.Token);
        await ExpectAsync(7, HttpMethod.Put, $"{path}/two-factor-policy", new { required = false, reason }, administrator.Token);
        await ExpectAsync(19, HttpMethod.Post, $"{path}/two-factor/reset", new { reason }, administrator.Token);
    }

    [Test]
    public async Task Delivery_reports_ask_this_often()
    {
        await using var webhooks = Webhooks.On(_host);
        var (_, message) = await webhooks.SendCodeAsync();
        var delivered = webhooks.Plivo.Report(Webhooks.Url, message.Uuid, "delivered");

        Assert.That(await OfAsync(webhooks.Plivo.Report(Webhooks.Url, message.Uuid, "sent")), Is.EqualTo(6), "and corrects the price");
        Assert.That(await OfAsync(delivered), Is.EqualTo(7));
        Assert.That(await OfAsync(delivered), Is.EqualTo(3), "repeated");
        Assert.That(await OfAsync(webhooks.Plivo.Report(Webhooks.Url, "unknown", "delivered")), Is.EqualTo(4));
        Assert.That(await OfAsync(delivered with { Body = delivered.Body + "&x=1" }), Is.Zero);

        async Task<int> OfAsync(SignedForm form)
        {
            using var request = form.ToRequest();
            return await _roundTrips.OfAsync(webhooks.Api, request);
        }
    }

    [Test]
    public async Task Calls_ask_this_often()
    {
        var phone = AuthApi.NewPhone();
        await ExpectAsync(5, HttpMethod.Post, "/api/v1/auth/send-otp", new { phoneNumber = phone, channel = "voice" });
        var call = await _api.RingAsync(phone);

        Assert.That(await _roundTrips.OfAsync(_api, () => call.TakeAsync()), Is.EqualTo(4), "taken");
        Assert.That(await _roundTrips.OfAsync(_api, () => call.PressAsync()), Is.EqualTo(6), "key pressed");
        Assert.That(await _roundTrips.OfAsync(_api, () => call.HangUpAsync()), Is.EqualTo(7), "ended");
    }

    [Test]
    public async Task Lists_of_administrators_and_the_kill_switch_ask_this_often()
    {
        var token = (await _api.NewAdministratorAsync(_host.Database)).Token;

        using var scope = Assert.EnterMultipleScope();
        await ExpectAsync(2, HttpMethod.Get, "/api/v1/admin/users", token: token);
        await ExpectAsync(2, HttpMethod.Get, "/api/v1/admin/users?locked=true&role=user", token: token);
        await ExpectAsync(2, HttpMethod.Post, "/api/v1/admin/users/search", new { text = "ann", status = "active" }, token);
        await ExpectAsync(2, HttpMethod.Get, "/api/v1/admin/audit-events?outcome=failed", token: token);
        await ExpectAsync(3, HttpMethod.Get, "/api/v1/admin/audit-events/export?outcome=failed", token: token);
        await ExpectAsync(4, HttpMethod.Get, "/api/v1/admin/sms/usage?days=400", token: token);
        await ExpectAsync(6, HttpMethod.Put, "/api/v1/admin/sms/kill-switch", new { enabled = false, reason = Administrators.Reason }, token);
    }

    [TestCase("/.well-known/jwks.json")]
    [TestCase("/.well-known/openid-configuration")]
    [TestCase("/health/live")]
    public Task Machine_routes_ask_nothing(string path) => ExpectAsync(0, HttpMethod.Get, path);

    private async Task ExpectAsync(int expected, HttpMethod method, string path, object? body = null, string? token = null) =>
        Assert.That(await _roundTrips.OfAsync(_api, method, path, body, token), Is.EqualTo(expected), $"{method} {path}");
}
