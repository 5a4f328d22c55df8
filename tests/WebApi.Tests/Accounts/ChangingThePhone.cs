using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

public sealed class ChangingThePhone
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
    public async Task A_proved_number_becomes_the_verified_one_and_the_other_sessions_end()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        var number = AuthApi.NewPhone();

        var set = await _api.SetPhoneAsync(person.AccessToken, await _api.ProvePhoneAsync(number, person.AccessToken));

        Assert.That(set.Expect(HttpStatusCode.OK)["phoneNumber"], Is.EqualTo(number));
        Assert.That((await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["phoneNumber"], Is.EqualTo(number));
        (await _api.GetAccountAsync(other)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_proof_serves_only_the_account_that_asked_for_it()
    {
        var (owner, thief) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var proof = await _api.ProvePhoneAsync(AuthApi.NewPhone(), owner.AccessToken);

        (await _api.SetPhoneAsync(thief.AccessToken, proof)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.SignUpAsync(AuthApi.NewEmail(), proof)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        (await _api.SetPhoneAsync(owner.AccessToken, proof)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Another_accounts_number_is_refused_and_changes_nothing()
    {
        var (owner, taker) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        var proof = await _api.ProvePhoneAsync(owner.PhoneNumber, taker.AccessToken, count: 2);

        (await _api.SetPhoneAsync(taker.AccessToken, proof)).Expect(HttpStatusCode.Conflict, "phone_taken");

        Assert.That((await _api.GetAccountAsync(taker.AccessToken)).Expect(HttpStatusCode.OK)["phoneNumber"], Is.EqualTo(taker.PhoneNumber));
        Assert.That((await _api.GetAccountAsync(owner.AccessToken)).Expect(HttpStatusCode.OK)["phoneNumber"], Is.EqualTo(owner.PhoneNumber));
    }

    [Test]
    public async Task A_code_that_is_under_way_to_the_old_number_ends()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);

        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var token = await _api.StepUpBySmsAsync(person, count: 3);
        var proof = await _api.ProvePhoneAsync(AuthApi.NewPhone(), token);
        (await _api.SetPhoneAsync(token, proof)).Expect(HttpStatusCode.OK);

        (await _api.AuthenticateAsync(restricted, challenge, code)).Expect(HttpStatusCode.Gone, "challenge_expired");
    }

    [Test]
    public async Task A_code_of_the_old_number_that_is_being_checked_while_the_number_changes_opens_nothing()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        Task<Answer>? authenticate = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            $"SELECT 1 FROM accounts WHERE email = '{person.Email}' FOR UPDATE",
            () => Task.FromResult(authenticate = _api.AuthenticateAsync(restricted, challenge, code)),
            $"UPDATE accounts SET phone_number = '{AuthApi.NewPhone()}' WHERE email = '{person.Email}'");

        (await authenticate!).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }
}
