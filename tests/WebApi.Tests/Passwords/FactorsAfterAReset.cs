using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>What a password was reset with is no way to the second factor either, and an operator can open that again (decisions 1).</summary>
public sealed class FactorsAfterAReset
{
    private const string NewPassword = "a wholly other password";

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
    public async Task An_unlock_lifts_what_a_reset_by_recovery_code_left()
    {
        var user = await _api.NewPersonWithAppAsync();
        await _host.AgeRecoveryCodesAsync();
        (await _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[0], NewPassword)).Expect(HttpStatusCode.NoContent);
        Assert.That(Methods(await _api.LogInAsync(user.Person.Email, NewPassword)), Is.EqualTo(new[] { "totp" }));

        Assert.That(await OperatorCommands.UnlockAsync(_host.Services, user.Person.Email, TextWriter.Null), Is.Zero);

        var login = await _api.LogInAsync(user.Person.Email, NewPassword);
        Assert.That(Methods(login), Is.EqualTo(new[] { "totp", "recoveryCode" }));
        (await _api.AuthenticateByAsync("recoveryCode", login["secondFactorToken"]!, user.RecoveryCodes[1])).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task After_a_reset_by_SMS_an_enrolment_takes_no_codes_by_SMS_for_24_hours_and_an_app_at_once()
    {
        var (api, person) = (_strict.Client(), await _api.NewPersonAsync());
        (await api.ResetAsync(await api.ProveResetAsync(person), NewPassword)).Expect(HttpStatusCode.NoContent);
        var token = await EnrolmentAsync(api, person);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var proof = await api.ProvePhoneAsync(person.PhoneNumber, token, count: 3);

        var refused = (await api.EnrolSmsAsync(token, proof)).Expect(HttpStatusCode.TooManyRequests, "factor_throttled");

        Assert.That(refused.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromHours(23), TimeSpan.FromHours(24)));
        var secret = (await api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        (await api.TurnOnTotpAsync(token, api.CodeOf(secret))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Twenty_four_hours_after_a_reset_by_SMS_an_enrolment_takes_codes_by_SMS_again()
    {
        var (api, person) = (_strict.Client(), await _api.NewPersonAsync());
        (await api.ResetAsync(await api.ProveResetAsync(person), NewPassword)).Expect(HttpStatusCode.NoContent);
        _host.Clock.Advance(TimeSpan.FromHours(24));
        var token = await EnrolmentAsync(api, person);

        (await api.EnrolSmsAsync(token, await api.ProvePhoneAsync(person.PhoneNumber, token, count: 3))).Expect(HttpStatusCode.OK);
    }

    private static async Task<string> EnrolmentAsync(AuthApi api, Person person) =>
        (await api.LogInAsync(person.Email, NewPassword)).Expect(HttpStatusCode.OK)["enrollmentToken"]!;

    private static IEnumerable<string?> Methods(Answer login) =>
        login.Expect(HttpStatusCode.OK).Json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString());
}
