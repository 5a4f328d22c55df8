using System.Net;
using System.Net.Http.Headers;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Otp;

public sealed class NumbersAndLanguages
{
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(
            ("Sms:AllowedCallingCodes:1", "979"), ("Sms:AllowedCallingCodes:2", "870"), ("Sms:Texts:phoneVerification:nl", "{code} is uw code ({label}), {minutes} min."));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task One_number_in_ten_spellings_at_once_gets_one_message()
    {
        var phone = AuthApi.NewPhone();
        var rest = phone[3..];
        string[] spellings =
        [
            phone, $"+44 {rest}", $"0044{rest}", $"00 44 {rest}", $"+44-{rest}", $"+44({rest[..4]}){rest[4..]}", $"+44.{rest}", $" +44{rest}", $"+4 4{rest}", $"(+44) {rest}",
        ];

        var answers = await AtOnce.SendAsync(50, i => _api.SendOtpAsync(spellings[i % spellings.Length]));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.Accepted), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.Accepted).Select(answer => answer.Code), Has.All.EqualTo("resend_too_soon"));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE phone = '{phone}'"), Is.EqualTo(1));
    }

    [TestCase("+97912345678")]
    [TestCase("+87012345678")]
    [TestCase("+21012345678")]
    [TestCase("+449012345678")]
    public async Task Premium_satellite_and_unassigned_numbers_are_refused_even_when_their_code_is_allowed(string number)
    {
        (await _api.SendOtpAsync(number)).Expect(HttpStatusCode.BadRequest, "phone_number_not_supported");
    }

    [TestCase("fr", null, "Ne le partagez jamais")]
    [TestCase(null, "de-CH, en;q=0.5", "Nie weitergeben")]
    [TestCase(null, "en;q=0.1, es;q=0.9", "No la comparta")]
    [TestCase("fr", "de", "Ne le partagez jamais")]
    [TestCase("xx", "de", "Nie weitergeben")]
    [TestCase(null, "de;q=0", "Never share it")]
    [TestCase(null, "not a language list;;;", "Never share it")]
    [TestCase("nl-BE", null, "is uw code")]
    public async Task The_message_speaks_the_language_of_locale_then_of_accept_language(string? locale, string? acceptLanguage, string expected)
    {
        var phone = AuthApi.NewPhone();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/send-otp")
        {
            Content = new StringContent(
                locale is null ? $$"""{"phoneNumber":"{{phone}}"}""" : $$"""{"phoneNumber":"{{phone}}","locale":"{{locale}}"}""", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage);

        (await _api.SendAsync(request)).Expect(HttpStatusCode.Accepted);

        Assert.That((await _host.Plivo.WaitForMessageAsync(phone)).Text, Does.Contain(expected));
    }
}
