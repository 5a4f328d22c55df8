using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>The secret is shown once, in the form that a client asks for, and never kept by anybody on the way.</summary>
public sealed class QrCode
{
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Totp:Issuer", "Ada & Sons"));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task The_answer_holds_the_secret_its_URI_and_a_PNG_of_it()
    {
        var person = await _api.NewPersonAsync();

        var answer = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK);

        Assert.That(answer["secret"], Does.Match("^[A-Z2-7]{32}$"));
        Assert.That(answer["otpauthUri"], Does.StartWith($"otpauth://totp/Ada%20%26%20Sons:{Uri.EscapeDataString(person.Email)}?secret={answer["secret"]}&issuer=Ada%20%26%20Sons&"));
        Assert.That(Convert.FromBase64String(answer["qrCode"]!["data:image/png;base64,".Length..])[..8], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
        Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
    }

    [TestCase("image/png", "\u0089PNG", TestName = "{m}(image/png)")]
    [TestCase("image/svg+xml", "<svg ")]
    public async Task The_image_itself_is_given_to_who_accepts_it(string type, string beginning)
    {
        var person = await _api.NewPersonAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/2fa/generate");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.AccessToken);
        request.Headers.Accept.ParseAdd(type);

        using var response = await _api.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
        Assert.That(Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync()), Does.StartWith(beginning));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
    }

    [Test]
    public async Task After_it_was_turned_on_no_route_returns_the_secret()
    {
        var user = await _api.NewPersonWithAppAsync();

        foreach (var path in new[] { "/api/v1/account", "/api/v1/2fa" })
        {
            Assert.That((await _api.SendAsync(HttpMethod.Get, path, token: user.Person.AccessToken)).Body, Does.Not.Contain(user.Secret));
        }
    }
}
