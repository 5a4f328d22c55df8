using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Cookies;

/// <summary>Security-requirements 8, over all answers of a person's whole way in cookie mode, refusals included.</summary>
public sealed class HardenedCookies
{
    private const string NewPassword = "a wholly other password";

    private static readonly string[] s_attributes = ["path=/", "secure", "samesite=strict", "httponly"];
    private static readonly string[] s_lives = ["max-age", "expires"];
    private static readonly string[] s_names = ["__Host-access", "__Host-refresh", "__Host-step"];
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
    public async Task Every_Set_Cookie_has_these_attributes_and_the_JSON_holds_no_token()
    {
        var (browser, enrolling) = (new Browser(_host), new Browser(_strict));
        await LiveAsync(browser);
        await EnrolAsync(enrolling);

        Answer[] answers = [.. browser.Answers, .. enrolling.Answers];
        var set = answers.SelectMany(SetCookies).ToList();
        using var scope = Assert.EnterMultipleScope();
        Assert.That(set.Select(NameOf).Distinct(), Is.EquivalentTo(s_names));
        foreach (var cookie in set)
        {
            var attributes = cookie.Split("; ")[1..];
            Assert.That(attributes.Where(attribute => !s_lives.Contains(attribute.Split('=')[0])), Is.EquivalentTo(s_attributes), cookie);
            Assert.That(attributes.Count(attribute => s_lives.Contains(attribute.Split('=')[0])), Is.EqualTo(1), cookie);
            Assert.That(cookie, Has.Length.LessThan(4096));
        }

        var values = set.Select(ValueOf).Where(value => value.Length > 0).ToHashSet();
        foreach (var answer in answers.Where(answer => answer.Body.Length > 0))
        {
            Assert.That(Members(answer.Json).Intersect(s_tokens), Is.Empty, answer.Body);
            Assert.That(values.Where(answer.Body.Contains), Is.Empty, answer.Body);
        }
    }

    /// <summary>From signing up to deletion, with every way to a new cookie and to the end of one.</summary>
    private async Task LiveAsync(Browser browser)
    {
        var (email, phone) = (AuthApi.NewEmail(), AuthApi.NewPhone());
        var proof = await ProvePhoneAsync(browser, phone);
        (await browser.PostAsync("/api/v1/auth/sign-up", new { email, password = AuthApi.Password, phoneVerificationToken = proof })).Expect(HttpStatusCode.Created);
        (await browser.LogInAsync(email)).Expect(HttpStatusCode.OK);
        (await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.OK);
        (await browser.SendAsync(HttpMethod.Put, "/api/v1/2fa/sms", new { enabled = true })).Expect(HttpStatusCode.OK);
        (await browser.LogOutAsync()).Expect(HttpStatusCode.NoContent);

        (await browser.LogInAsync(email)).Expect(HttpStatusCode.OK);
        (await browser.GetAsync("/api/v1/account")).Expect(HttpStatusCode.Forbidden, "second_factor_required");
        var challengeId = (await browser.PostAsync("/api/v1/auth/send-otp", new { purpose = "secondFactor" })).Expect(HttpStatusCode.Accepted)["challengeId"];
        var code = await _api.CodeSentToAsync(phone, count: 2);
        (await browser.PostAsync("/api/v1/2fa/authenticate", new { method = "sms", challengeId, code = AuthApi.WrongCode(code) })).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        (await browser.PostAsync("/api/v1/2fa/authenticate", new { method = "sms", challengeId, code })).Expect(HttpStatusCode.OK);

        var secret = (await browser.SendAsync(HttpMethod.Post, "/api/v1/2fa/generate")).Expect(HttpStatusCode.OK)["secret"]!;
        (await browser.PostAsync("/api/v1/2fa/turn-on", new { code = _api.CodeOf(secret) })).Expect(HttpStatusCode.OK);
        (await browser.SendAsync(HttpMethod.Post, "/api/v1/2fa/recovery-codes")).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromMinutes(9));
        (await browser.RefreshAsync()).Expect(HttpStatusCode.OK);
        (await browser.PostAsync("/api/v1/auth/step-up", new { method = "totp", code = _api.CodeOf(secret) })).Expect(HttpStatusCode.OK);
        (await browser.SendAsync(HttpMethod.Put, "/api/v1/account/password", new { currentPassword = AuthApi.Password, newPassword = NewPassword })).Expect(HttpStatusCode.NoContent);
        foreach (var page in new[] { "account/sessions", "account/activity", "account/export", "2fa" })
        {
            (await browser.GetAsync($"/api/v1/{page}")).Expect(HttpStatusCode.OK);
        }

        (await browser.SendAsync(HttpMethod.Delete, "/api/v1/account")).Expect(HttpStatusCode.NoContent);
        (await browser.RefreshAsync()).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await browser.LogInAsync(email)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    private async Task EnrolAsync(Browser browser)
    {
        var email = AuthApi.NewEmail();
        (await browser.PostAsync("/api/v1/auth/sign-up", new { email, password = AuthApi.Password })).Expect(HttpStatusCode.Created);
        (await browser.LogInAsync(email)).Expect(HttpStatusCode.OK);
        var secret = (await browser.SendAsync(HttpMethod.Post, "/api/v1/2fa/generate")).Expect(HttpStatusCode.OK)["secret"]!;
        (await browser.PostAsync("/api/v1/2fa/turn-on", new { code = _api.CodeOf(secret) })).Expect(HttpStatusCode.OK);
        (await browser.LogOutAsync()).Expect(HttpStatusCode.NoContent);
    }

    private async Task<string> ProvePhoneAsync(Browser browser, string phoneNumber)
    {
        var challengeId = (await browser.PostAsync("/api/v1/auth/send-otp", new { phoneNumber })).Expect(HttpStatusCode.Accepted)["challengeId"];
        var verified = await browser.PostAsync("/api/v1/auth/verify-otp", new { challengeId, code = await _api.CodeSentToAsync(phoneNumber) });
        return verified.Expect(HttpStatusCode.OK)["phoneVerificationToken"]!;
    }

    private static IEnumerable<string> SetCookies(Answer answer) => answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];

    private static string NameOf(string cookie) => cookie[..cookie.IndexOf('=')];

    private static string ValueOf(string cookie) => cookie[(cookie.IndexOf('=') + 1)..cookie.IndexOf(';')];

    /// <summary>The names of all members, however deep.</summary>
    private static IEnumerable<string> Members(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Members(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Members),
        _ => [],
    };
}
