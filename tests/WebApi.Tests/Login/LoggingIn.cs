using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Login;

public sealed class LoggingIn
{
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
    public async Task An_unknown_e_mail_and_a_wrong_password_are_answered_alike_with_the_same_number_of_queries()
    {
        var person = await _api.NewPersonAsync();

        var wrong = (await _api.LogInAsync(person.Email, "a wrong password, but long")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        var unknown = (await _api.LogInAsync(AuthApi.NewEmail(), "a wrong password, but long")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");

        Assert.That(Bare(unknown), Is.EqualTo(Bare(wrong)));
        using var roundTrips = new RoundTrips();
        var forWrong = await roundTrips.OfAsync(_api, HttpMethod.Post, "/api/v1/auth/login", new { email = person.Email, password = "wrong" });
        var forUnknown = await roundTrips.OfAsync(_api, HttpMethod.Post, "/api/v1/auth/login", new { email = AuthApi.NewEmail(), password = "wrong" });
        Assert.That(forUnknown, Is.EqualTo(forWrong));
    }

    [Test]
    public async Task A_disabled_account_is_told_so_only_after_the_right_password()
    {
        var person = await _api.NewPersonAsync();
        await _host.Database.ExecuteAsync($"UPDATE accounts SET disabled_at = now() WHERE email = '{person.Email}'");

        (await _api.LogInAsync(person.Email, "a wrong password")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.Forbidden, "account_disabled");
    }

    [Test]
    public async Task Two_log_ins_give_two_sessions()
    {
        var person = await _api.NewPersonAsync();
        var again = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);

        Assert.That(again["refreshToken"], Is.Not.EqualTo(person.RefreshToken));
        Assert.That(
            await _host.Database.ReadAsync<long>($"SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{person.Email}'"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_restricted_token_is_dead_after_success_after_disabling_and_after_a_new_password()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var spent = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(spent)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await _api.AuthenticateAsync(spent, challenge, await _api.CodeSentToAsync(person.PhoneNumber, count: 2))).Expect(HttpStatusCode.OK);
        (await _api.SendSecondFactorOtpAsync(spent)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        var beforeNewPassword = await _api.StartLogInAsync(person);
        await _host.Database.ExecuteAsync($"UPDATE accounts SET password_changed_at = '{_host.Clock.GetUtcNow().AddSeconds(1):O}' WHERE email = '{person.Email}'");
        (await _api.SendSecondFactorOtpAsync(beforeNewPassword)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var beforeDisabling = await _api.StartLogInAsync(person);
        await _host.Database.ExecuteAsync($"UPDATE accounts SET disabled_at = now() WHERE email = '{person.Email}'");
        (await _api.SendSecondFactorOtpAsync(beforeDisabling)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_restricted_token_ends_after_ten_minutes()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StartLogInAsync(person);

        _host.Clock.Advance(TimeSpan.FromMinutes(11));

        (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [TestCase("sms_factor_enabled = true", "secondFactorRequired", null)]
    [TestCase("password_changed_at = password_changed_at + interval '1 second'", null, "invalid_credentials")]
    [TestCase("disabled_at = now()", null, "invalid_credentials")]
    public async Task What_changes_while_a_log_in_waits_for_its_hash_decides(string change, string? status, string? code)
    {
        var person = await _api.NewPersonAsync();
        Task<Answer>? login = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            $"SELECT 1 FROM accounts WHERE email = '{person.Email}' FOR UPDATE",
            () => Task.FromResult(login = _api.LogInAsync(person.Email)),
            $"UPDATE accounts SET {change} WHERE email = '{person.Email}'");

        var answer = await login!;
        Assert.That((answer.Code is null ? answer["status"] : null, answer.Code), Is.EqualTo((status, code)), answer.Body);
    }

    private static string Bare(Answer answer) => answer.Body.Replace(answer["traceId"]!, "", StringComparison.Ordinal) + string.Join('|', answer.Headers.Select(h => h.Key));
}
