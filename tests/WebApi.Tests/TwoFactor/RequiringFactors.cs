using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Accounts from before the day on which everybody must have a second factor: one node still knows the old settings, one the new.</summary>
public sealed class RequiringFactors
{
    private ServiceHost _host;
    private ServiceHost _strict;
    private AuthApi _before;
    private AuthApi _after;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _strict = _host.StartAnother(("TwoFactor:RequiredFor", "everybody"));
        (_before, _after) = (_host.Client(), _strict.Client());
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
    public async Task A_session_of_a_password_alone_goes_on_until_its_access_token_ends_and_is_not_refreshed()
    {
        var person = await _before.NewPersonAsync();

        (await _after.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
        (await _after.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.That((await _after.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"));
    }

    [Test]
    public async Task A_refresh_token_that_was_exchanged_before_is_not_repeated_after()
    {
        var person = await _before.NewPersonAsync();
        (await _before.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);

        (await _after.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task The_refusal_spends_nothing_so_that_a_step_up_with_a_new_factor_saves_the_session()
    {
        var person = await _before.NewPersonAsync();
        (await _after.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        (await _after.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        (await _after.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        await _after.StepUpBySmsAsync(person, count: 2);

        (await _after.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task An_enrolment_ends_the_sessions_from_before()
    {
        var person = await _before.NewPersonAsync();
        var token = await _after.StartEnrolmentAsync(person.Email);
        var secret = (await _after.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;

        (await _after.TurnOnTotpAsync(token, _after.CodeOf(secret))).Expect(HttpStatusCode.OK);

        (await _after.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_factor_that_a_session_switches_on_ends_an_open_enrolment()
    {
        var person = await _before.NewPersonAsync();
        var token = await _after.StartEnrolmentAsync(person.Email);

        (await _after.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);

        (await _after.GenerateTotpAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task The_last_factor_cannot_be_switched_off_and_any_other_can()
    {
        var person = await _before.NewPersonAsync();
        var token = await _after.StartEnrolmentAsync(person.Email);
        var secret = (await _after.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        var session = (await _after.TurnOnTotpAsync(token, _after.CodeOf(secret))).Expect(HttpStatusCode.OK)["accessToken"]!;

        (await _after.TurnOffTotpAsync(session)).Expect(HttpStatusCode.Conflict, "last_factor_required");
        (await _after.SetSmsFactorAsync(session, enabled: true)).Expect(HttpStatusCode.OK);
        (await _after.TurnOffTotpAsync(session)).Expect(HttpStatusCode.NoContent);
        (await _after.SetSmsFactorAsync(session, enabled: false)).Expect(HttpStatusCode.Conflict, "last_factor_required");
        (await _before.SetSmsFactorAsync(session, enabled: false)).Expect(HttpStatusCode.OK);
    }
}
