using System.Net;
using System.Text;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Attack 19: a code is 6 to 10 ASCII digits. Anything else is refused before a try is counted, however near to the right one it is.</summary>
public sealed class CodeSpelling
{
    private ServiceHost _host;
    private AuthApi _api;

    private static IEnumerable<TestCaseData> Spellings()
    {
        yield return Spelling("A blank before it", code => $" {code}");
        yield return Spelling("A blank after it", code => $"{code} ");
        yield return Spelling("A blank in the middle", code => $"{code[..3]} {code[3..]}");
        yield return Spelling("A dash in the middle", code => $"{code[..3]}-{code[3..]}");
        yield return Spelling("A line feed after it", code => $"{code}\n");
        yield return Spelling("A no-break space after it", code => $"{code}\u00a0");
        yield return Spelling("A zero width blank after it", code => $"{code}\u200b");
        yield return Spelling("NUL after it", code => $"{code}\0");
        yield return Spelling("A plus sign", code => $"+{code}");
        yield return Spelling("A minus sign", code => $"-{code}");
        yield return Spelling("A decimal point", code => $"{code}.0");
        yield return Spelling("An exponent", code => $"{code}e0");
        yield return Spelling("A hash sign", code => $"#{code}");
        yield return Spelling("Hexadecimal", code => $"0x{int.Parse(code, System.Globalization.CultureInfo.InvariantCulture):x6}");
        yield return Spelling("Wide digits", code => Shift(code, '０'));
        yield return Spelling("Arabic-Indic digits", code => Shift(code, '٠'));
        yield return Spelling("Devanagari digits", code => Shift(code, '०'));
        yield return Spelling("One wide digit", code => $"{Shift(code[..1], '０')}{code[1..]}");
        yield return Spelling("Superscript", code => $"{code[..5]}²");
        yield return Spelling("One digit too few", code => code[..5]);
        yield return Spelling("Five more digits", code => $"{code}00000");
        yield return Spelling("Nothing", _ => "");
        yield return Spelling("Ten thousand digits", code => $"{code}{new string('0', 10_000)}");
        yield return Spelling("SQL", code => $"{code}' or '1'='1");
        yield return Spelling("A wild card", code => $"{code[..5]}%");
    }

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCaseSource(nameof(Spellings))]
    public async Task In_another_spelling_the_right_code_is_refused_and_no_try_is_used(Func<string, string> spell)
    {
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);

        // Once more than there are tries.
        for (var i = 0; i < 6; i++)
        {
            (await _api.VerifyOtpAsync(challenge, spell(code))).Expect(HttpStatusCode.BadRequest, "validation_failed");
        }

        Assert.That(await TriesAsync(challenge), Is.Zero);
        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task In_another_spelling_the_right_second_factor_is_refused_and_no_try_is_used()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var restricted = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);

        foreach (var spelling in Spellings())
        {
            var wrong = ((Func<string, string>)spelling.Arguments[0]!)(code);
            (await _api.AuthenticateAsync(restricted, challenge, wrong)).Expect(HttpStatusCode.BadRequest, "validation_failed");
        }

        Assert.That(await TriesAsync(challenge), Is.Zero);
        Assert.That(await _host.Database.ReadAsync<long>("SELECT sum(tries) FROM pending_logins"), Is.Zero);
        (await _api.AuthenticateAsync(restricted, challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_code_as_a_number_or_with_a_million_digits_uses_no_try()
    {
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);

        (await _api.PostAsync("/api/v1/auth/verify-otp", $$"""{"challengeId":"{{challenge}}","code":{{int.Parse(code, System.Globalization.CultureInfo.InvariantCulture)}}}"""))
            .Expect(HttpStatusCode.BadRequest, "validation_failed");
        (await _api.PostAsync("/api/v1/auth/verify-otp", $$"""{"challengeId":"{{challenge}}","code":["{{code}}","000000"]}""")).Expect(HttpStatusCode.BadRequest, "validation_failed");
        using var huge = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/verify-otp")
        {
            Content = new StringContent($$"""{"challengeId":"{{challenge}}","code":"{{new string('0', 1_000_000)}}"}""", Encoding.UTF8, "application/json"),
        };
        huge.Headers.ExpectContinue = true;
        (await _api.SendAsync(huge)).Expect(HttpStatusCode.RequestEntityTooLarge, "body_too_large");

        Assert.That(await TriesAsync(challenge), Is.Zero);
        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_challenge_in_another_spelling_uses_no_try()
    {
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);

        foreach (var spelling in new[] { $" {challenge}", $"{challenge} ", $"{challenge}\n", $"{challenge}==", challenge[..^1], $"{challenge}A", "%" + challenge[1..], $"{challenge[..^1]}é" })
        {
            (await _api.VerifyOtpAsync(spelling, code)).Expect(HttpStatusCode.BadRequest, "validation_failed");
        }

        // Case is part of the name.
        (await _api.VerifyOtpAsync(SwapCase(challenge), code)).Expect(HttpStatusCode.NotFound, "challenge_not_found");
        Assert.That(await TriesAsync(challenge), Is.Zero);
    }

    private static TestCaseData Spelling(string what, Func<string, string> spell) => new TestCaseData(spell).SetArgDisplayNames(what);

    private static string Shift(string code, char zero) => string.Concat(code.Select(digit => (char)(zero + digit - '0')));

    private static string SwapCase(string text) =>
        string.Concat(text.Select(letter => char.IsAsciiLetterLower(letter) ? char.ToUpperInvariant(letter) : char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));

    private Task<int> TriesAsync(string challenge) => _host.Database.ReadAsync<int>($"SELECT tries FROM otp_challenges WHERE id = '{challenge}'");
}
