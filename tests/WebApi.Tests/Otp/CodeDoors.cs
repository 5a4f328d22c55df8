using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Otp;

/// <summary>Each purpose is asked for with its token and answered at its door; nothing else fits, and nothing else uses up a try.</summary>
public sealed class CodeDoors
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
    public async Task A_second_factor_code_is_not_taken_at_verify_otp_and_uses_no_try_there()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);

        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
        (await _api.VerifyOtpAsync(challenge, code, person.AccessToken)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
        (await _api.VerifyOtpAsync(challenge, code, restricted)).Expect(HttpStatusCode.Forbidden, "second_factor_required");

        await ExpectTriesAsync(challenge, 0);
        (await _api.AuthenticateAsync(restricted, challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_phone_verification_code_is_not_taken_as_second_factor_and_uses_no_try_there()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var challenge = (await _api.SendOtpAsync(person.PhoneNumber)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);

        (await _api.AuthenticateAsync(restricted, challenge, code)).Expect(HttpStatusCode.NotFound, "challenge_not_found");

        await ExpectTriesAsync(challenge, 0);
        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_challenge_opened_for_one_log_in_does_not_finish_another()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (first, second) = (await _api.StartLogInAsync(person), await _api.StartLogInAsync(person));
        var challenge = (await _api.SendSecondFactorOtpAsync(first)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);

        (await _api.AuthenticateAsync(second, challenge, code)).Expect(HttpStatusCode.NotFound, "challenge_not_found");

        await ExpectTriesAsync(challenge, 0);
        (await _api.AuthenticateAsync(first, challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Another_account_cannot_answer_or_use_up_a_challenge()
    {
        var (owner, stranger) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone, owner.AccessToken)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);

        (await _api.VerifyOtpAsync(challenge, code, stranger.AccessToken)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.NotFound, "challenge_not_found");

        await ExpectTriesAsync(challenge, 0);
        (await _api.VerifyOtpAsync(challenge, code, owner.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_code_of_one_number_is_refused_for_another()
    {
        var (mine, yours) = (AuthApi.NewPhone(), AuthApi.NewPhone());
        (await _api.SendOtpAsync(mine)).Expect(HttpStatusCode.Accepted);
        var challenge = (await _api.SendOtpAsync(yours)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var (myCode, yourCode) = (await _api.CodeSentToAsync(mine), await _api.CodeSentToAsync(yours));

        // Once in a million runs the two are the same.
        (await _api.VerifyOtpAsync(challenge, myCode == yourCode ? AuthApi.WrongCode(myCode) : myCode)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
    }

    [Test]
    public async Task Each_purpose_asks_for_the_token_of_its_purpose()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);

        (await _api.SendOtpAsync(AuthApi.NewPhone(), restricted)).Expect(HttpStatusCode.Forbidden, "second_factor_required");
        (await _api.SendSecondFactorOtpAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.PostAsync("/api/v1/auth/send-otp", new { purpose = "secondFactor" })).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.SendOtpAsync(AuthApi.NewPhone(), "not-a-token")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_second_factor_code_goes_to_the_accounts_number_and_to_no_other()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);

        var answer = await _api.PostAsync("/api/v1/auth/send-otp", new { purpose = "secondFactor", phoneNumber = AuthApi.NewPhone() }, restricted);

        answer.Expect(HttpStatusCode.BadRequest, "validation_failed");
        Assert.That(answer.Json.GetProperty("errors").TryGetProperty("phoneNumber", out _), answer.Body);
    }

    [Test]
    public async Task A_country_that_is_not_allowed_costs_nothing()
    {
        (await _api.SendOtpAsync("+4915112345678")).Expect(HttpStatusCode.BadRequest, "country_not_allowed");

        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages WHERE phone LIKE '+49%'"), Is.Zero);
    }

    private async Task ExpectTriesAsync(string challenge, int tries) =>
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT tries FROM otp_challenges WHERE id = '{challenge}'"), Is.EqualTo(tries));
}
