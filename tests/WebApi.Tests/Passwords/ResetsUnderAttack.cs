using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>Wrong reset codes are counted apart: from the second factor's, from those of sources that the owner uses, and for nobody like for somebody.</summary>
public sealed class ResetsUnderAttack
{
    private const string WrongCode = "0000000";
    private const string WrongRecoveryCode = "0-0000-0000-0000-0000";
    private const string NewPassword = "a wholly other password";

    private ServiceHost _host;
    private AuthApi _owner;
    private AuthApi _stranger;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Security:KnownProxies:0", "127.0.0.1"), ("Security:KnownProxies:1", "::1"));
        (_owner, _stranger) = (From("198.51.100.7"), From("203.0.113.9"));
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Wrong_reset_codes_never_move_the_budget_of_the_second_factor()
    {
        var person = await _owner.NewPersonWithSmsFactorAsync();
        await FailTenTimesAsync(person.Email);

        Assert.That(await CountAsync($"factor_budgets b JOIN accounts a ON a.id = b.account_id WHERE a.email = '{person.Email}'"), Is.Zero);
        var restricted = await _owner.StartLogInAsync(person);
        var challenge = (await _owner.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await _owner.AuthenticateAsync(restricted, challenge, await _owner.CodeSentToAsync(person.PhoneNumber, count: 4))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Ten_wrong_codes_slow_a_stranger_down_and_neither_the_owner_nor_anybody_who_is_nobody_differently()
    {
        var (person, unknown) = (await _owner.NewPersonAsync(), AuthApi.NewEmail());
        var asked = (await _owner.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _owner.CodeSentToAsync(person.PhoneNumber, count: 2);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));

        var known = await FailTenTimesAsync(person.Email, 61);
        var throttled = (await _stranger.VerifyOtpAsync(known, WrongCode)).Expect(HttpStatusCode.TooManyRequests, "reset_throttled");
        Assert.That(throttled.Headers.RetryAfter!.Delta, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(30)));
        (await _stranger.ForgotAsync(person.Email)).Expect(HttpStatusCode.TooManyRequests, "reset_throttled");
        (await _owner.VerifyOtpAsync(asked, code)).Expect(HttpStatusCode.OK);

        var nobody = await FailTenTimesAsync(unknown, 61);
        (await _stranger.VerifyOtpAsync(nobody, WrongCode)).Expect(HttpStatusCode.TooManyRequests, "reset_throttled");
        (await _stranger.ForgotAsync(unknown)).Expect(HttpStatusCode.TooManyRequests, "reset_throttled");
    }

    [Test]
    public async Task At_a_hundred_wrong_codes_the_reset_by_SMS_is_closed_to_strangers_for_24_hours_and_open_to_the_owner()
    {
        var person = await _owner.NewPersonAsync();
        var asked = (await _stranger.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await _stranger.VerifyOtpAsync(asked, WrongCode)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        await _host.Database.ExecuteAsync($"UPDATE reset_budgets SET failures = 99 WHERE subject = (SELECT id FROM accounts WHERE email = '{person.Email}')");
        (await _stranger.VerifyOtpAsync(asked, WrongCode)).Expect(HttpStatusCode.Unauthorized, "code_invalid");

        _host.Clock.Advance(TimeSpan.FromHours(23));
        (await _stranger.ForgotAsync(person.Email)).Expect(HttpStatusCode.TooManyRequests, "reset_throttled");
        Assert.That(await _owner.ProveResetAsync(person, count: 3), Is.Not.Null);
        _host.Clock.Advance(TimeSpan.FromHours(2));
        (await _stranger.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task Forty_parallel_wrong_codes_use_five_tries_and_the_right_one_is_then_refused()
    {
        var person = await _owner.NewPersonAsync();
        var asked = (await _owner.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _owner.CodeSentToAsync(person.PhoneNumber, count: 2);

        var answers = await AtOnce.SendAsync(40, _ => _owner.VerifyOtpAsync(asked, AuthApi.WrongCode(code)));

        Assert.That(answers.Count(answer => answer.Code == "code_invalid"), Is.EqualTo(5));
        (await _owner.VerifyOtpAsync(asked, code)).Expect(HttpStatusCode.Gone, "challenge_exhausted");
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT failures FROM reset_budgets b JOIN accounts a ON a.id = b.subject WHERE a.email = '{person.Email}'"), Is.EqualTo(5));
    }

    [Test]
    public async Task A_wrong_recovery_code_is_answered_like_an_unknown_address_with_the_same_number_of_queries()
    {
        var (person, unknown) = ((await _owner.NewPersonWithAppAsync()).Person.Email, AuthApi.NewEmail());
        var wrong = (await _stranger.ResetByCodeAsync(person, WrongRecoveryCode, NewPassword)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        var nobody = (await _stranger.ResetByCodeAsync(unknown, WrongRecoveryCode, NewPassword)).Expect(HttpStatusCode.Unauthorized, "code_invalid");

        Assert.That(Bare(nobody), Is.EqualTo(Bare(wrong)));
        using var roundTrips = new RoundTrips();
        Assert.That(await WorkAsync(roundTrips, unknown), Is.EqualTo(await WorkAsync(roundTrips, person)));

        for (var i = 2; i < 10; i++)
        {
            Assert.That((await _stranger.ResetByCodeAsync(unknown, WrongRecoveryCode, NewPassword)).Code, Is.EqualTo((await _stranger.ResetByCodeAsync(person, WrongRecoveryCode, NewPassword)).Code));
        }

        (await _stranger.ResetByCodeAsync(unknown, WrongRecoveryCode, NewPassword)).Expect(HttpStatusCode.TooManyRequests, "reset_throttled");
        (await _stranger.ResetByCodeAsync(person, WrongRecoveryCode, NewPassword)).Expect(HttpStatusCode.TooManyRequests, "reset_throttled");
    }

    [Test]
    public async Task One_recovery_code_sent_fifty_times_resets_once()
    {
        var user = await _owner.NewPersonWithAppAsync();

        await _host.AgeRecoveryCodesAsync();
        var answers = await AtOnce.SendAsync(50, _ => _owner.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[2], NewPassword));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.NoContent), Is.EqualTo(1));
        Assert.That(await CountAsync($"recovery_codes c JOIN accounts a ON a.id = c.account_id WHERE a.email = '{user.Person.Email}'"), Is.EqualTo(9));
        (await _owner.GetAccountAsync(user.Person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    private AuthApi From(string address)
    {
        var api = _host.Client();
        api.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        api.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return api;
    }

    /// <summary>Two challenges with five wrong codes each; gives the second one.</summary>
    private async Task<string> FailTenTimesAsync(string email, int gap = 31)
    {
        var asked = "";
        for (var i = 0; i < 2; i++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(i * gap));
            asked = (await _stranger.ForgotAsync(email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
            for (var wrong = 0; wrong < 5; wrong++)
            {
                (await _stranger.VerifyOtpAsync(asked, WrongCode)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
            }
        }

        return asked;
    }

    private Task<int> WorkAsync(RoundTrips roundTrips, string email) =>
        roundTrips.OfAsync(_stranger, HttpMethod.Post, "/api/v1/auth/password/reset", new { email, recoveryCode = WrongRecoveryCode, newPassword = NewPassword });

    private Task<long> CountAsync(string rows) => _host.Database.ReadAsync<long>($"SELECT count(*) FROM {rows}");

    private static string Bare(Answer answer) => answer.Body.Replace(answer["traceId"]!, "", StringComparison.Ordinal) + string.Join('|', answer.Headers.Select(h => h.Key));
}
