using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>Attack 43: the client's address and scheme are the connection's, unless a configured proxy says otherwise.</summary>
public sealed class Forwarding
{
    private const int Permits = 3;

    private static readonly (string, string)[] s_narrow = [("RateLimits:Anonymous:Permits", "3"), ("RateLimits:Anonymous:WindowSeconds", "3600")];

    private ServiceHost _host;

    [OneTimeSetUp]
    public async Task Start() => _host = await ServiceHost.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("X-Forwarded-For", "192.0.2.{0}")]
    [TestCase("X-Forwarded-For", "192.0.2.{0}, 127.0.0.1")]
    [TestCase("X-Real-IP", "192.0.2.{0}")]
    [TestCase("X-Client-IP", "192.0.2.{0}")]
    [TestCase("X-Original-For", "192.0.2.{0}")]
    [TestCase("CF-Connecting-IP", "192.0.2.{0}")]
    [TestCase("True-Client-IP", "192.0.2.{0}")]
    [TestCase("Forwarded", "for=192.0.2.{0}")]
    public async Task A_stranger_gets_no_new_permits_by_naming_other_addresses(string header, string value)
    {
        await using var service = _host.StartAnother(s_narrow);

        Assert.That(await TakenAsync(service, 2 * Permits, header, value), Is.EqualTo(Permits));
    }

    [Test]
    public async Task A_stranger_is_not_believed_when_others_are_the_proxies()
    {
        await using var service = _host.StartAnother([.. s_narrow, ("Security:KnownProxies:0", "192.0.2.1"), ("Security:KnownProxies:1", "198.51.100.0/24"), ("Security:AllowHttp", "false")]);
        using var request = Forwarded("/.well-known/jwks.json", "X-Forwarded-Proto", "https");

        Refusal.AssertIsOne(await service.Client().SendAsync(request), "a stranger's X-Forwarded-Proto", "https_required");
    }

    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.0/8")]
    public async Task A_configured_proxy_is_believed_about_the_address(string proxy)
    {
        await using var service = _host.StartAnother([.. s_narrow, ("Security:KnownProxies:0", proxy)]);

        Assert.That(await TakenAsync(service, 2 * Permits, "X-Forwarded-For", "192.0.2.{0}"), Is.EqualTo(2 * Permits), "each address has its own permits");
        Assert.That(await TakenAsync(service, 2 * Permits, "X-Forwarded-For", "198.51.100.1"), Is.EqualTo(Permits), "one address has its own permits");
    }

    [Test]
    public async Task Only_the_last_address_is_the_proxys_word()
    {
        await using var service = _host.StartAnother([.. s_narrow, ("Security:KnownProxies:0", "127.0.0.1")]);

        Assert.That(await TakenAsync(service, 2 * Permits, "X-Forwarded-For", "192.0.2.{0}, 198.51.100.2"), Is.EqualTo(Permits), "what stands before it came from the client");
    }

    [Test]
    public async Task A_configured_proxy_is_believed_about_the_scheme_and_only_when_it_says_https()
    {
        await using var service = _host.StartAnother(("Security:KnownProxies:0", "127.0.0.1"), ("Security:AllowHttp", "false"));
        using var https = Forwarded("/.well-known/jwks.json", "X-Forwarded-Proto", "https");
        using var http = Forwarded("/.well-known/jwks.json", "X-Forwarded-Proto", "http");
        using var none = new HttpRequestMessage(HttpMethod.Get, "/.well-known/jwks.json");

        (await service.Client().SendAsync(https)).Expect(HttpStatusCode.OK);
        (await service.Client().SendAsync(http)).Expect(HttpStatusCode.BadRequest, "https_required");
        (await service.Client().SendAsync(none)).Expect(HttpStatusCode.BadRequest, "https_required");
    }

    [TestCase("/.well-known/openid-configuration")]
    [TestCase("/.well-known/jwks.json")]
    [TestCase("/swagger/v1/swagger.json")]
    [TestCase("/swagger/index.html")]
    [TestCase("/swagger/index.js")]
    [TestCase("/swagger")]
    [TestCase("/problems/not_found")]
    [TestCase("/api/v1/account")]
    [TestCase("/nothing")]
    public async Task No_address_in_an_answer_comes_from_the_request(string path)
    {
        const string evil = "evil.example.net";
        var answer = await RawHttp.SendAsync(
            _host.BaseAddress,
            $"GET {path} HTTP/1.1\r\nHost: {evil}\r\nConnection: close\r\nX-Forwarded-Host: {evil}\r\nX-Forwarded-Prefix: /{evil}\r\nX-Forwarded-Proto: {evil}\r\nX-Original-Host: {evil}\r\nX-Host: {evil}\r\nForwarded: host={evil}\r\nReferer: https://{evil}/\r\nOrigin: https://{evil}\r\n\r\n");

        Assert.That(RawHttp.StatusOf(answer), Is.GreaterThanOrEqualTo(200).And.LessThan(500));
        Assert.That(answer, Does.Not.Contain(evil));
        Assert.That(RawHttp.FieldsOf(answer, "Access-Control-Allow-Origin"), Is.Empty);
    }

    [Test]
    public async Task The_configuration_names_the_configured_issuer()
    {
        var answer = (await _host.Client().SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Expect(HttpStatusCode.OK);

        Assert.That(answer["issuer"], Is.EqualTo("https://auth.example.com"));
        Assert.That(answer["jwks_uri"], Is.EqualTo("https://auth.example.com/.well-known/jwks.json"));
    }

    private static HttpRequestMessage Forwarded(string path, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.1");
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    /// <summary>How many of so many requests were not refused by the flood gate.</summary>
    private static async Task<int> TakenAsync(ServiceHost service, int requests, string header, string value)
    {
        var (api, taken) = (service.Client(), 0);
        for (var i = 1; i <= requests; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/refresh") { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation(header, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, i));
            taken += (await api.SendAsync(request)).Code == "rate_limited" ? 0 : 1;
        }

        return taken;
    }
}
