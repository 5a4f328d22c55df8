using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

public sealed class ExportingTheAccount
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
    public async Task It_holds_everything_about_the_person_as_a_file_that_nobody_keeps_in_between()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _host.StepUpByAppAsync(user);
        (await _api.ChangeNameAsync(token, "Ann")).Expect(HttpStatusCode.OK);
        (await _api.SetSmsFactorAsync(token, enabled: true)).Expect(HttpStatusCode.OK);
        await _host.WaitForOutboxAsync();

        var export = (await _api.ExportAccountAsync(token)).Expect(HttpStatusCode.OK);

        Assert.That(export.ContentHeaders.ContentDisposition?.ToString(), Is.EqualTo("attachment; filename=\"account.json\""));
        Assert.That(export.Headers.CacheControl?.NoStore, Is.True);
        var profile = export.Json.GetProperty("profile");
        Assert.That(profile.GetRawText(), Does.Contain(user.Person.Email).And.Contain(user.Person.PhoneNumber).And.Contain("Ann"));
        Assert.That((export["smsFactorEnabled"], export["isComplete"]), Is.EqualTo(("True", "True")));
        var data = export.Json.GetProperty("data");
        Assert.That(data.GetProperty("totpEnabledAt").GetDateTimeOffset(), Is.EqualTo(_host.Clock.GetUtcNow()).Within(TimeSpan.FromMinutes(2)));
        Assert.That(data.GetProperty("knownNetworks").GetInt32(), Is.EqualTo(1));
        Assert.That(data.GetProperty("sessions").EnumerateArray().Single().GetProperty("methods").EnumerateArray().Select(method => method.GetString()), Is.EqualTo(new[] { "pwd", "otp", "mfa" }));
        Assert.That(data.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("phoneNumber").GetString()), Is.Not.Empty.And.All.EqualTo(user.Person.PhoneNumber));
        Assert.That(data.GetProperty("activity").GetArrayLength(), Is.Positive);
        Assert.That(data.GetProperty("auditEvents").GetArrayLength(), Is.GreaterThanOrEqualTo(data.GetProperty("activity").GetArrayLength()));
        Assert.That((await AccountActivity.NamesAsync(_api, token))[0], Is.EqualTo("accountExported"));
    }

    [Test]
    public async Task It_holds_no_hash_secret_token_or_code()
    {
        var user = await _api.NewPersonWithAppAsync();
        var token = await _host.StepUpByAppAsync(user);

        var export = (await _api.ExportAccountAsync(token)).Expect(HttpStatusCode.OK).Body;

        var hash = await _host.Database.ReadAsync<string>($"SELECT password_hash FROM accounts WHERE email = '{user.Person.Email}'");
        foreach (var secret in new[] { hash, user.Secret, token, user.Person.RefreshToken, user.RecoveryCodes[3], AuthApi.Password, await _api.CodeSentToAsync(user.Person.PhoneNumber) })
        {
            Assert.That(export, Does.Not.Contain(secret));
        }
    }

    [Test]
    public async Task Export_of_one_never_holds_anothers_not_even_under_a_number_that_was_the_others()
    {
        var (owner, heir) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());
        (await _api.SetSmsFactorAsync(owner.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        var token = await _api.StepUpBySmsAsync(owner, count: 2);
        await _host.WaitForOutboxAsync();
        (await _api.RemovePhoneAsync(token)).Expect(HttpStatusCode.NoContent);
        (await _api.SetPhoneAsync(heir.AccessToken, await _api.ProvePhoneAsync(owner.PhoneNumber, heir.AccessToken, count: 3))).Expect(HttpStatusCode.OK);
        var id = (await _api.GetAccountAsync(token))["accountId"]!;

        var export = (await _api.ExportAccountAsync(heir.AccessToken)).Expect(HttpStatusCode.OK);

        Assert.That(export.Body, Does.Not.Contain(owner.Email).And.Not.Contain(id));
        var messages = export.Json.GetProperty("data").GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("phoneNumber").GetString() == owner.PhoneNumber);
        Assert.That(messages.Count(), Is.EqualTo(2), "the proof and the notice, and none that was the other's");
    }

    [Test]
    public async Task Nothing_leaves_when_it_cannot_be_recorded()
    {
        await using var host = await ServiceHost.StartAsync();
        var api = host.Client();
        var person = await api.NewPersonAsync();
        await host.Database.ExecuteAsync("ALTER TABLE audit_events ADD CONSTRAINT none CHECK (event <> 1010)");

        var export = (await api.ExportAccountAsync(person.AccessToken)).Expect(HttpStatusCode.InternalServerError, "internal_error");

        Assert.That(export.Body, Does.Not.Contain(person.Email));
    }
}
