using System.Net;
using System.Text;
using CleanAuth.TestKit;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Attack 33: length in code points, any text but U+0000, and at log-in exactly what was set.</summary>
public sealed class Passwords
{
    private const string Horse = "🐴";

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        // Many wrong ones for one account: the delay is tried elsewhere.
        _host = await ServiceHost.StartAsync(("Budgets:Passwords:FreeFailures", "20"));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task Twelve_emoji_are_long_enough_and_eleven_are_not()
    {
        (await _api.SignUpAsync(AuthApi.NewEmail(), password: Repeat(Horse, 12))).Expect(HttpStatusCode.Created);
        await AssertRefusedAsync(Repeat(Horse, 11), "password_too_short");
    }

    [Test]
    public async Task One_hundred_and_twenty_eight_code_points_are_taken_and_one_more_is_not()
    {
        (await _api.SignUpAsync(AuthApi.NewEmail(), password: Repeat(Horse, 128))).Expect(HttpStatusCode.Created);
        (await _api.SignUpAsync(AuthApi.NewEmail(), password: Repeat("x", 128))).Expect(HttpStatusCode.Created);
        await AssertRefusedAsync(Repeat(Horse, 129), "password_too_long");
        await AssertRefusedAsync(Repeat("x", 129), "password_too_long");
        await AssertRefusedAsync(Repeat("x", 15_000), "password_too_long");
    }

    [TestCase("correct horse\0battery")]
    [TestCase("correct horse battery\0")]
    [TestCase("\0correct horse battery")]
    public Task NUL_is_refused_wherever_it_is(string password) => AssertRefusedAsync(password, "password_not_text");

    [TestCase("            ", Description = "twelve blanks")]
    [TestCase("739104628815")]
    [TestCase("правильная лошадь")]
    [TestCase("line\r\nbreak\u2028and\u0085more")]
    [TestCase("\u001b[31mred alert\u001b[0m", TestName = "{m}(escapes)")]
    [TestCase("right\u202eto left\u2066")]
    [TestCase("'; drop table accounts; --")]
    [TestCase("{0} ${jndi:ldap://127.0.0.1/a}")]
    [TestCase("<script>alert(1)</script>")]
    [TestCase("\ufeffa byte order mark\ufffd\uffff", TestName = "{m}(a byte order mark and no characters)")]
    public async Task Every_other_text_of_that_length_is_a_password_and_logs_in(string password)
    {
        var email = AuthApi.NewEmail();

        (await _api.SignUpAsync(email, password: password)).Expect(HttpStatusCode.Created);

        (await _api.LogInAsync(email, password)).Expect(HttpStatusCode.OK);
    }

    [TestCase("Password1234!", "password_common")]
    [TestCase("QWERTYUIOP123", "password_common")]
    [TestCase("123456789012", "password_common")]
    [TestCase("Contraseña1234", "password_common")]
    [TestCase("CONTRASEÑA1234", "password_common")]
    [TestCase("12-CleanAuth-34", "password_contains_context_word")]
    public Task What_many_people_choose_is_refused(string password, string code) => AssertRefusedAsync(password, code);

    [TestCase("Password1234! ")]
    [TestCase(" Password1234!")]
    [TestCase("Password1234!\u200b")]
    [TestCase("my Password1234!")]
    public async Task The_whole_password_is_looked_for_in_the_list_as_it_was_sent(string password) =>
        (await _api.SignUpAsync(AuthApi.NewEmail(), password: password)).Expect(HttpStatusCode.Created);

    [Test]
    public async Task An_operator_replaces_the_list_and_adds_words()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("list", Enumerable.Range(0, 3_000).Select(number => $"zanzibar{number:D6}"));
        await using var other = _host.StartAnother(("Passwords:CommonListFile", file), ("Passwords:ContextWords:0", "Kumquat"), ("Sms:BrandName", "Other"));
        var api = other.Client();

        await AssertRefusedAsync("ZANZIBAR002999", "password_common", api);
        await AssertRefusedAsync("!!!kumquat!!!", "password_contains_context_word", api);
        await AssertRefusedAsync("OTHER--123456", "password_contains_context_word", api);
        foreach (var free in new[] { "Password1234!", "zanzibar003000", "12-CleanAuth-34" })
        {
            (await api.SignUpAsync(AuthApi.NewEmail(), password: free)).Expect(HttpStatusCode.Created);
        }
    }

    [TestCase("the last character", "x", "y")]
    [TestCase("the case of the last character", "x", "X")]
    [TestCase("a blank instead of the last character", "x", " ")]
    [TestCase("an accent that is written apart", "é", "e\u0301")]
    [TestCase("a letter of another width", "k", "ｋ")]
    [TestCase("the sign of the Kelvin", "k", "\u212a")]
    [TestCase("the long s", "s", "\u017f")]
    [TestCase("the dotless i", "i", "\u0131")]
    [TestCase("an emoji of the same first half", "🐴", "🐵")]
    public async Task A_password_of_128_characters_that_differs_at_its_end_does_not_log_in(string difference, string right, string wrong)
    {
        var (email, password) = (AuthApi.NewEmail(), Repeat("a", 127) + right);
        (await _api.SignUpAsync(email, password: password)).Expect(HttpStatusCode.Created);
        (await _api.LogInAsync(email, password)).Expect(HttpStatusCode.OK);

        var answer = await _api.LogInAsync(email, Repeat("a", 127)[(wrong.Length - 1)..] + wrong);

        Assert.That(answer.Code, Is.EqualTo("invalid_credentials"), difference);
    }

    [Test]
    public async Task A_password_with_something_before_or_after_it_does_not_log_in()
    {
        var email = AuthApi.NewEmail();
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);

        foreach (var wrong in new[] { $"{AuthApi.Password} ", $" {AuthApi.Password}", $"{AuthApi.Password}\n", $"{AuthApi.Password}\u200b", AuthApi.Password[..^1], AuthApi.Password.ToUpperInvariant(), " ", "            " })
        {
            (await _api.LogInAsync(email, wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        // HMAC fills its key with zeros: the hasher would take this for the right one.
        (await _api.LogInAsync(email, $"{AuthApi.Password}\0")).Expect(HttpStatusCode.BadRequest, "validation_failed");
        (await _api.LogInAsync(email, Repeat("a", 129))).Expect(HttpStatusCode.BadRequest, "validation_failed");
        (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_password_of_a_million_characters_is_too_large_to_be_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login")
        {
            Content = new StringContent($$"""{"email":"{{AuthApi.NewEmail()}}","password":"{{Repeat("a", 1_000_000)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.ExpectContinue = true;

        (await _api.SendAsync(request)).Expect(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private async Task AssertRefusedAsync(string password, string code, AuthApi? api = null)
    {
        var before = await TableImage.TakeAsync(_host.Database);

        var answer = (await (api ?? _api).SignUpAsync(AuthApi.NewEmail(), password: password)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Json.GetProperty("errors").GetProperty("password")[0].GetProperty("code").GetString(), Is.EqualTo(code));
        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
    }
}
