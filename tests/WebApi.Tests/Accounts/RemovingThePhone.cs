using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

public sealed class RemovingThePhone
{
    private const string Removed = "CleanAuth: this number was removed from your account. If this was not you, change your password.";

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
    public async Task Codes_by_SMS_and_recovery_codes_go_with_the_number_other_sessions_end_and_the_number_is_told()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StepUpBySmsAsync(person, count: 2);
        var other = await _api.StartLogInAsync(person);

        (await _api.RemovePhoneAsync(token)).Expect(HttpStatusCode.NoContent);

        var state = (await _api.GetTwoFactorAsync(token)).Expect(HttpStatusCode.OK);
        Assert.That(state.Body, Does.Contain("\"recoverable\":false").And.Contain("\"sms\":{\"enabled\":false}").And.Contain("\"recoveryCodesLeft\":0"));
        var profile = (await _api.GetAccountAsync(token)).Expect(HttpStatusCode.OK);
        Assert.That((profile["phoneNumber"], profile["recoverable"]), Is.EqualTo(((string?)null, "False")));
        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("complete"));
        (await _api.SendSecondFactorOtpAsync(other)).Expect(HttpStatusCode.Conflict, "factor_not_enabled");
        Assert.That((await _host.NoticesToAsync(person.PhoneNumber))[^1], Is.EqualTo(Removed));

        (await _api.RemovePhoneAsync(token)).Expect(HttpStatusCode.NoContent);
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Has.Exactly(1).EqualTo(Removed));
    }

    [Test]
    public async Task Other_sessions_end_and_this_one_goes_on()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _api.RemovePhoneAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(other)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task With_an_app_the_recovery_codes_stay_and_make_the_account_recoverable()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _host.StepUpByAppAsync(user);
        (await _api.SetSmsFactorAsync(token, enabled: true)).Expect(HttpStatusCode.OK);

        (await _strict.Client().RemovePhoneAsync(token)).Expect(HttpStatusCode.NoContent);

        var state = (await _api.GetTwoFactorAsync(token)).Expect(HttpStatusCode.OK);
        Assert.That((state["recoverable"], state["recoveryCodesLeft"]), Is.EqualTo(("True", "10")));
        Assert.That((await _api.GetAccountAsync(token))["recoverable"], Is.EqualTo("True"));
    }

    [Test]
    public async Task While_a_second_factor_is_required_the_last_ones_number_stays()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StepUpBySmsAsync(person, count: 2);

        (await _strict.Client().RemovePhoneAsync(token)).Expect(HttpStatusCode.Conflict, "last_factor_required");

        Assert.That((await _api.GetAccountAsync(token))["phoneNumber"], Is.EqualTo(person.PhoneNumber));
        Assert.That((await _api.LogInAsync(person.Email))["status"], Is.EqualTo("secondFactorRequired"));
    }

    [Test]
    public async Task The_number_is_free_for_another_account_and_forgotten_where_strangers_used_it()
    {
        var person = await _api.NewPersonAsync();

        (await _api.RemovePhoneAsync(person.AccessToken)).Expect(HttpStatusCode.NoContent);
        await _host.WaitForOutboxAsync();

        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM otp_challenges WHERE phone = '{person.PhoneNumber}'"), Is.Zero);
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM phone_proofs WHERE phone = '{person.PhoneNumber}'"), Is.Zero);
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _api.SignUpAsync(AuthApi.NewEmail(), await _api.ProvePhoneAsync(person.PhoneNumber, count: 2))).Expect(HttpStatusCode.Created);
    }

    [Test]
    public async Task A_code_that_still_waits_for_the_gateway_is_not_sent_to_a_number_that_is_gone()
    {
        await using var host = await ServiceHost.StartAsync();
        var api = host.Client();
        var user = await api.NewPersonWithAppAsync();
        var token = await host.StepUpByAppAsync(user);
        (await api.SetSmsFactorAsync(token, enabled: true)).Expect(HttpStatusCode.OK);
        await host.WaitForOutboxAsync();
        host.Plivo.Behaviour = PlivoBehaviours.Answer(429, "{}");
        (await api.SendSecondFactorOtpAsync(await api.StartLogInAsync(user.Person))).Expect(HttpStatusCode.Accepted);
        await host.Database.WaitUntilNoneAsync("(SELECT WHERE NOT EXISTS (SELECT FROM outbox_messages WHERE state = 1 AND attempts > 0)) none");

        (await api.RemovePhoneAsync(token)).Expect(HttpStatusCode.NoContent);
        host.Plivo.Behaviour = PlivoBehaviours.Accept;
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await host.WaitForOutboxAsync();

        Assert.That(await host.Database.ReadAsync<string>("SELECT string_agg(reason, ' ') FROM outbox_messages WHERE challenge_id IS NOT NULL AND account_id IS NOT NULL"), Is.EqualTo("expired"));
        Assert.That((await host.NoticesToAsync(user.Person.PhoneNumber))[^1], Is.EqualTo(Removed));
    }
}
