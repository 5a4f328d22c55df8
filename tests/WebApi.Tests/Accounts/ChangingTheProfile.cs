using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Accounts;

public sealed class ChangingTheProfile
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
    public async Task A_name_is_set_and_taken_away_and_the_owner_sees_that_it_was()
    {
        var person = await _api.NewPersonAsync();

        Assert.That((await _api.ChangeNameAsync(person.AccessToken, "Ann")).Expect(HttpStatusCode.OK)["displayName"], Is.EqualTo("Ann"));
        Assert.That((await _api.GetAccountAsync(person.AccessToken))["displayName"], Is.EqualTo("Ann"));
        Assert.That((await _api.ChangeNameAsync(person.AccessToken, null)).Expect(HttpStatusCode.OK)["displayName"], Is.Null);
        (await _api.ChangeNameAsync(person.AccessToken, null)).Expect(HttpStatusCode.OK);

        var profile = (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.That((profile["displayName"], profile["email"], profile["phoneNumber"]), Is.EqualTo(((string?)null, person.Email, person.PhoneNumber)));
        Assert.That(await AccountActivity.NamesAsync(_api, person.AccessToken), Is.EqualTo(new[] { "profileChanged", "profileChanged", "loginSucceeded", "accountCreated" }));
    }

    [TestCase("{}")]
    [TestCase("""{"displayName":""}""")]
    [TestCase("""{"displayName":" Ann"}""")]
    [TestCase("""{"displayName":"Ann","email":"other@example.com"}""")]
    [TestCase("""{"displayName":"Ann","phoneNumber":"+447700900123"}""")]
    [TestCase("""{"displayName":"Ann","roles":["admin"]}""")]
    [TestCase("""{"displayName":"Ann","role":"admin"}""")]
    [TestCase("""{"displayName":"Ann","isAdmin":true}""")]
    [TestCase("""{"displayName":"Ann","disabled":false}""")]
    [TestCase("""{"displayName":"Ann","smsFactorEnabled":false}""")]
    [TestCase("""{"email":"other@example.com"}""")]
    public async Task E_mail_roles_and_flags_in_it_answer_400(string body)
    {
        var person = await _api.NewPersonAsync();
        var before = (await _api.GetAccountAsync(person.AccessToken)).Body;

        (await _api.SendAsync(HttpMethod.Patch, "/api/v1/account", body, person.AccessToken)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That((await _api.GetAccountAsync(person.AccessToken)).Body, Is.EqualTo(before));
    }
}
