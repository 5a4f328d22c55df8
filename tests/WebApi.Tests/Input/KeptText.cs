using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Attack 42: free text is kept as text. It is no query, no format, no look-up and no markup.</summary>
public sealed class KeptText
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

    [TestCase("'; drop table accounts; --")]
    [TestCase("Robert'); DELETE FROM sessions WHERE ('1'='1")]
    [TestCase("{0} {Email} %s %n")]
    [TestCase("${jndi:ldap://127.0.0.1/a}")]
    [TestCase("<script>alert('x')</script>&amp;\"")]
    [TestCase("../../etc/passwd\\..\\x")]
    [TestCase("Jürgen 李小龙 אברהם 👩‍👩‍👧‍👦")]
    [TestCase("می‌خواهم")]
    public async Task A_display_name_comes_back_as_it_was_sent(string name)
    {
        var email = AuthApi.NewEmail();
        (await _api.PostAsync("/api/v1/auth/sign-up", new { email, password = AuthApi.Password, displayName = name })).Expect(HttpStatusCode.Created);

        var login = (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK);
        var profile = (await _api.GetAccountAsync(login["accessToken"])).Expect(HttpStatusCode.OK);

        Assert.That(profile["displayName"], Is.EqualTo(name));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM accounts"), Is.Positive);
    }

    [TestCase("/api/v1/account/'; drop table accounts; --")]
    [TestCase("/api/v1/account/{0}")]
    [TestCase("/api/v1/${jndi:ldap:%2f%2f127.0.0.1%2fa}")]
    [TestCase("/<script>alert(1)</script>")]
    [TestCase("/api/v1/auth/%0d%0aSet-Cookie:%20a=b")]
    [TestCase("/api/v1/auth/%e2%80%a8%1b[31m")]
    [TestCase("/..%2f..%2fetc%2fpasswd")]
    [TestCase("/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("/.git/config")]
    [TestCase("/appsettings.json")]
    [TestCase("/swagger/../appsettings.json")]
    [TestCase("/swagger/%2e%2e/%2e%2e/appsettings.json")]
    [TestCase("/health/../api/v1/nothing")]
    public async Task Text_in_a_path_is_404_and_is_not_repeated(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}?{Canary.Text}={Canary.Text}");
        var answer = await _api.SendAsync(request);

        Refusal.AssertIsOne(answer, path, "not_found");
        Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
        Assert.That(answer.Body, Does.Not.Contain("script").And.Not.Contain("jndi").And.Not.Contain("passwd"));
    }

    [TestCase("'; drop table otp_challenges; --")]
    [TestCase("{0}")]
    [TestCase("${jndi:ldap:x}")]
    [TestCase("%3Cscript%3E")]
    [TestCase("%0d%0aSet-Cookie:%20a=b")]
    [TestCase("%e2%80%ae%e2%80%a8%1b[31m")]
    [TestCase("%ff%fe")]
    [TestCase("%20")]
    [TestCase(Canary.Text)]
    public async Task Text_in_the_place_of_a_challenge_is_404_and_is_not_repeated(string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/auth/challenges/{text}");
        var answer = await _api.SendAsync(request);

        Refusal.AssertIsOne(answer, text, "challenge_not_found");
        Assert.That(answer.Body, Does.Not.Contain("script").And.Not.Contain("jndi"));
    }

    [TestCase("*")]
    [TestCase("kanarienvogel")]
    [TestCase("de;q=9, fr;q=x, ;;;, q=")]
    [TestCase("en-\u001b[31m", TestName = "{m}(with an escape)")]
    [TestCase("{0}, ${jndi:ldap://127.0.0.1/a}, <script>, '; drop table accounts; --")]
    [TestCase("../../etc/passwd")]
    public async Task A_language_that_is_none_gives_English(string languages)
    {
        var phone = AuthApi.NewPhone();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/send-otp")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { phoneNumber = phone }), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept-Language", languages);

        (await _api.SendAsync(request)).Expect(HttpStatusCode.Accepted);

        var message = await _host.Plivo.WaitForMessageAsync(phone);
        Assert.That(message.Text, Does.Contain("Never share it").And.Not.Contain(Canary.Text));
    }

    [Test]
    public async Task A_text_in_the_query_string_changes_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login?email=a@example.com&password=correct%20horse%20battery%20staple&$type=x")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { email = AuthApi.NewEmail() }), System.Text.Encoding.UTF8, "application/json"),
        };

        var answer = (await _api.SendAsync(request)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Json.GetProperty("errors").EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "password" }));
    }
}
