using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

public sealed class SigningUp
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
    public async Task Fifty_parallel_sign_ups_with_one_e_mail_give_one_201_and_49_times_409()
    {
        var email = AuthApi.NewEmail();

        var answers = await AtOnce.SendAsync(50, _ => _api.SignUpAsync(email));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Code == "email_taken"), Is.EqualTo(49));
    }

    [Test]
    public async Task Parallel_sign_ups_with_one_proof_give_one_account()
    {
        var proof = await _api.ProvePhoneAsync(AuthApi.NewPhone());

        var answers = await AtOnce.SendAsync(10, _ => _api.SignUpAsync(AuthApi.NewEmail(), proof));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.Created).Select(answer => answer.Code), Has.All.AnyOf("token_invalid", "phone_taken"));
    }

    [Test]
    public async Task Without_a_number_the_account_is_said_to_be_not_recoverable()
    {
        var created = (await _api.SignUpAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Created);

        Assert.That(created["recoverable"], Is.EqualTo("False"));
        Assert.That(created["phoneNumber"], Is.Null);
    }

    [Test]
    public async Task A_taken_e_mail_leaves_the_proof_unspent()
    {
        var person = await _api.NewPersonAsync();
        var proof = await _api.ProvePhoneAsync(AuthApi.NewPhone());

        (await _api.SignUpAsync(person.Email, proof)).Expect(HttpStatusCode.Conflict, "email_taken");

        (await _api.SignUpAsync(AuthApi.NewEmail(), proof)).Expect(HttpStatusCode.Created);
    }

    [Test]
    public async Task The_same_address_in_other_case_is_the_same_account()
    {
        var email = AuthApi.NewEmail();
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);

        (await _api.SignUpAsync(email.ToUpperInvariant())).Expect(HttpStatusCode.Conflict, "email_taken");
        (await _api.LogInAsync(email.ToUpperInvariant())).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_number_already_in_use_is_told_only_with_its_proof()
    {
        var person = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(31));

        var sent = await _api.SendOtpAsync(person.PhoneNumber);
        sent.Expect(HttpStatusCode.Accepted);
        var proof = (await _api.VerifyOtpAsync(sent["challengeId"]!, await _api.CodeSentToAsync(person.PhoneNumber, count: 2)))
            .Expect(HttpStatusCode.OK)["phoneVerificationToken"]!;

        (await _api.SignUpAsync(AuthApi.NewEmail(), proof)).Expect(HttpStatusCode.Conflict, "phone_taken");
    }

    [Test]
    public async Task A_proof_is_good_once_within_ten_minutes_and_for_a_sign_up_only()
    {
        var used = await _api.ProvePhoneAsync(AuthApi.NewPhone());
        (await _api.SignUpAsync(AuthApi.NewEmail(), used)).Expect(HttpStatusCode.Created);
        (await _api.SignUpAsync(AuthApi.NewEmail(), used)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        var person = await _api.NewPersonAsync();
        var anonymous = await _api.ProvePhoneAsync(AuthApi.NewPhone());
        (await _api.SetPhoneAsync(person.AccessToken, anonymous)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        var late = await _api.ProvePhoneAsync(AuthApi.NewPhone());
        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        (await _api.SignUpAsync(AuthApi.NewEmail(), late)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }
}
