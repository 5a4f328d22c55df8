using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Cookies;

/// <summary>The whole way of a browser that never sees a token: the cookies carry it, and the JSON has none.</summary>
public sealed class CookieSession
{
    private static readonly string[] s_tokens = ["accessToken", "tokenType", "refreshToken", "secondFactorToken", "enrollmentToken"];

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
    public async Task Somebody_logs_in_with_two_factors_steps_up_refreshes_and_logs_out_without_ever_seeing_a_token()
    {
        var user = await _api.NewPersonWithAppAsync();
        var browser = new Browser(_host);

        var first = NoToken((await browser.LogInAsync(user.Person.Email)).Expect(HttpStatusCode.OK));
        Assert.That(Members(first), Is.EqualTo(new[] { "status", "expiresIn", "methods" }));
        Assert.That(first["status"], Is.EqualTo("secondFactorRequired"));
        Assert.That(browser.Cookies.Keys, Is.EqualTo(new[] { "__Host-step" }));
        Assert.That(browser.Lives["__Host-step"], Is.EqualTo(first.Json.GetProperty("expiresIn").GetInt32()));
        (await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.Forbidden, "second_factor_required");

        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        var complete = NoToken((await browser.PostAsync("/api/v1/2fa/authenticate", new { method = "totp", code = _api.CodeOf(user.Secret) })).Expect(HttpStatusCode.OK));
        Assert.That(Members(complete), Is.EqualTo(new[] { "status", "expiresIn", "refreshExpiresIn" }));
        Assert.That(complete["status"], Is.EqualTo("complete"));
        Assert.That(browser.Cookies.Keys, Is.EquivalentTo(new[] { "__Host-access", "__Host-refresh" }), "the step cookie is gone");
        Assert.That((browser.Lives["__Host-access"], browser.Lives["__Host-refresh"]), Is.EqualTo((600, 1_209_600)));
        var csrf = browser.CsrfToken;
        Assert.That((await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.OK)["email"], Is.EqualTo(user.Person.Email));

        _host.Clock.Advance(TimeSpan.FromMinutes(9));
        var spent = browser.Cookies["__Host-refresh"];
        NoToken((await browser.RefreshAsync()).Expect(HttpStatusCode.OK));
        Assert.That(browser.Cookies["__Host-refresh"], Is.Not.EqualTo(spent));
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        (await browser.PostAsync("/api/v1/2fa/turn-off", new { })).Expect(HttpStatusCode.Forbidden, "step_up_required");
        var old = browser.Cookies["__Host-access"];
        var steppedUp = NoToken((await browser.PostAsync("/api/v1/auth/step-up", new { method = "totp", code = _api.CodeOf(user.Secret) })).Expect(HttpStatusCode.OK));
        Assert.That(Members(steppedUp), Is.EqualTo(new[] { "expiresIn" }));
        Assert.That(browser.Cookies["__Host-access"], Is.Not.EqualTo(old));
        Assert.That(NoToken((await browser.SendAsync(HttpMethod.Post, "/api/v1/2fa/recovery-codes")).Expect(HttpStatusCode.OK)).Json.GetProperty("recoveryCodes").GetArrayLength(), Is.EqualTo(10));
        Assert.That(browser.CsrfToken, Is.EqualTo(csrf), "the same for as long as the session lives");

        var cookies = new Dictionary<string, string>(browser.Cookies);
        string[] secrets = [.. cookies.Values, spent, old, csrf!];
        Assert.That(_host.Logs.Lines.Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal))), Is.Empty, "no log line has a cookie");
        var out1 = (await browser.LogOutAsync()).Expect(HttpStatusCode.NoContent);
        Assert.That(browser.Cookies, Is.Empty);
        Assert.That(out1.Headers.GetValues("Clear-Site-Data").Single(), Is.EqualTo("\"cookies\", \"storage\""));
        (await browser.LogOutAsync()).Expect(HttpStatusCode.NoContent);
        (await _api.GetAccountAsync(cookies["__Host-access"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(cookies["__Host-refresh"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_code_by_SMS_is_asked_for_and_answered_with_the_step_cookie()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var browser = new Browser(_host);
        Assert.That((await browser.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["phoneHint"], Is.EqualTo($"***{person.PhoneNumber[^2..]}"));

        var challengeId = (await browser.PostAsync("/api/v1/auth/send-otp", new { purpose = "secondFactor" })).Expect(HttpStatusCode.Accepted)["challengeId"];
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        (await browser.PostAsync("/api/v1/2fa/authenticate", new { method = "sms", challengeId, code = AuthApi.WrongCode(code) })).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        NoToken((await browser.PostAsync("/api/v1/2fa/authenticate", new { method = "sms", challengeId, code })).Expect(HttpStatusCode.OK));

        (await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task An_enrolment_by_app_and_one_by_SMS_end_with_session_cookies_and_show_recovery_codes()
    {
        var (byApp, bySms) = (new Browser(_strict), new Browser(_strict));
        var phone = AuthApi.NewPhone();
        foreach (var browser in new[] { byApp, bySms })
        {
            var email = AuthApi.NewEmail();
            (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
            var login = NoToken((await browser.LogInAsync(email)).Expect(HttpStatusCode.OK));
            Assert.That((login["status"], browser.Lives["__Host-step"]), Is.EqualTo(("enrollmentRequired", 900)));
        }

        var secret = (await byApp.SendAsync(HttpMethod.Post, "/api/v1/2fa/generate")).Expect(HttpStatusCode.OK)["secret"]!;
        var app = (await byApp.PostAsync("/api/v1/2fa/turn-on", new { code = _api.CodeOf(secret) })).Expect(HttpStatusCode.OK);
        var challengeId = (await bySms.PostAsync("/api/v1/auth/send-otp", new { phoneNumber = phone })).Expect(HttpStatusCode.Accepted)["challengeId"];
        var proof = (await bySms.PostAsync("/api/v1/auth/verify-otp", new { challengeId, code = await _api.CodeSentToAsync(phone) })).Expect(HttpStatusCode.OK)["phoneVerificationToken"];
        var sms = (await bySms.SendAsync(HttpMethod.Put, "/api/v1/2fa/sms", new { enabled = true, phoneVerificationToken = proof })).Expect(HttpStatusCode.OK);

        foreach (var (browser, answer) in new[] { (byApp, app), (bySms, sms) })
        {
            Assert.That(Members(NoToken(answer)), Is.EqualTo(new[] { "status", "expiresIn", "refreshExpiresIn", "recoveryCodes" }));
            Assert.That(browser.Cookies.Keys, Is.EquivalentTo(new[] { "__Host-access", "__Host-refresh" }));
            (await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.OK);
        }
    }

    [Test]
    public async Task A_page_that_was_loaded_anew_after_the_access_cookies_end_learns_the_value_from_the_refusal_and_refreshes()
    {
        var browser = await LoggedInAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        browser.Cookies.Remove("__Host-access");
        browser.CsrfToken = null;

        (await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await browser.RefreshAsync()).Expect(HttpStatusCode.OK);

        (await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_browser_whose_session_is_over_is_refused_and_then_rid_of_its_cookie()
    {
        var browser = await LoggedInAsync();
        await _host.Database.ExecuteAsync("UPDATE sessions SET ended_at = now(), end_reason = 3 WHERE ended_at IS NULL");
        (await browser.RefreshAsync()).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That(browser.Cookies.Keys, Is.EquivalentTo(new[] { "__Host-access", "__Host-refresh" }), "a step-up may cure it while there is an access cookie");

        browser.Cookies.Remove("__Host-access");
        (await browser.PostAsync("/api/v1/auth/send-otp", new { phoneNumber = AuthApi.NewPhone() })).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await browser.RefreshAsync()).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        Assert.That(browser.Cookies, Is.Empty);
        (await browser.PostAsync("/api/v1/auth/send-otp", new { phoneNumber = AuthApi.NewPhone() })).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task Logging_out_works_with_an_expired_session_in_the_middle_of_a_log_in_and_with_cookies_that_name_nothing()
    {
        var expired = await LoggedInAsync();
        _host.Clock.Advance(TimeSpan.FromDays(15));
        (await expired.LogOutAsync()).Expect(HttpStatusCode.NoContent);

        var step = new Browser(_host);
        (await step.LogInAsync((await _api.NewPersonWithAppAsync()).Person.Email)).Expect(HttpStatusCode.OK);
        (await step.LogOutAsync()).Expect(HttpStatusCode.NoContent);

        var garbage = new Browser(_host) { Cookies = { ["__Host-access"] = "x", ["__Host-refresh"] = "y", ["__Host-step"] = "z" } };
        (await garbage.LogOutAsync()).Expect(HttpStatusCode.NoContent);

        Assert.That(new[] { expired, step, garbage }.SelectMany(browser => browser.Cookies), Is.Empty);
    }

    [Test]
    public async Task A_change_of_the_master_key_and_of_the_node_breaks_no_session()
    {
        var (first, next) = (ProductionSettings.NewMasterKey(), ProductionSettings.NewMasterKey().Replace("test1:", "test2:", StringComparison.Ordinal));
        await using var before = await ServiceHost.StartAsync(("Security:MasterKey", first));
        await using var after = before.StartAnother(("Security:MasterKey", next), ("Security:PreviousMasterKeys:0", first));
        var browser = new Browser(before);
        (await browser.LogInAsync((await before.Client().NewPersonAsync()).Email)).Expect(HttpStatusCode.OK);

        var moved = new Browser(after) { CsrfToken = browser.CsrfToken };
        foreach (var (name, value) in browser.Cookies)
        {
            moved.Cookies[name] = value;
        }

        (await moved.RefreshAsync()).Expect(HttpStatusCode.OK);
        Assert.That(moved.CsrfToken, Does.StartWith("test2."));
        (await moved.LogOutAsync()).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task A_new_log_in_takes_the_place_of_what_the_browser_had()
    {
        var browser = await LoggedInAsync();
        (await browser.LogInAsync((await _api.NewPersonWithAppAsync()).Person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(browser.Cookies.Keys, Is.EqualTo(new[] { "__Host-step" }));

        var other = AuthApi.NewEmail();
        (await _api.SignUpAsync(other)).Expect(HttpStatusCode.Created);
        (await browser.LogInAsync(other)).Expect(HttpStatusCode.OK);
        Assert.That(browser.Cookies.Keys, Is.EquivalentTo(new[] { "__Host-access", "__Host-refresh" }));
        Assert.That((await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.OK)["email"], Is.EqualTo(other));
    }

    private async Task<Browser> LoggedInAsync()
    {
        var browser = new Browser(_host);
        (await browser.LogInAsync((await _api.NewPersonAsync()).Email)).Expect(HttpStatusCode.OK);
        return browser;
    }

    private static Answer NoToken(Answer answer)
    {
        Assert.That(Members(answer).Intersect(s_tokens), Is.Empty, answer.Body);
        Assert.That(answer.Body, Does.Not.Contain("eyJ"));
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        return answer;
    }

    private static IEnumerable<string> Members(Answer answer) => answer.Json.EnumerateObject().Select(member => member.Name);
}
