using System.Net;
using System.Text;
using CleanAuth.Domain.Security;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Passwords;

namespace CleanAuth.WebApi.Tests.Faults;

/// <summary>Neither the log, at its most talkative, nor the tables hold a secret; the log holds no e-mail address or number either.</summary>
[TestFixture("Debug")]
[TestFixture("Trace")]
public sealed class Secrecy(string level)
{
    private const string Password = "the-password-Quixote-7391";

    private readonly List<string> _secrets = [Password];
    private readonly List<string> _codes = [];
    private readonly List<string> _personal = ["Dulcinea Quixote"];
    private ServiceHost _host;
    private IReadOnlyList<string> _log;
    private string _dump;

    [OneTimeSetUp]
    public async Task Walk_the_whole_journey()
    {
        _host = await ServiceHost.StartAsync(
        [
            .. new[] { "Default", "CleanAuth.WebApi.Security.BearerHandler", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions.Http", "System.Net.Http" }
                .Select(category => ($"Logging:LogLevel:{category}", level)),
        ]);
        await JourneyAsync(_host.Client());
        await _host.WaitForOutboxAsync();
        (_log, _dump) = ([.. _host.Logs.Lines], await TableImage.DumpAsync(_host.Database));
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public void The_log_is_as_talkative_as_was_asked_for()
    {
        Assert.That(_log, Has.Some.StartsWith($"{level} "));
        Assert.That(_log, Has.Some.Contains("Microsoft.AspNetCore.Mvc"));
        Assert.That(_log, Has.Some.Contains("Microsoft.EntityFrameworkCore.Database.Command").And.Some.Contains("Microsoft.AspNetCore.Server.Kestrel"));
        Assert.That(_secrets, Has.Count.GreaterThan(12));
        Assert.That(_codes, Has.Count.GreaterThan(3));
    }

    [Test]
    public void No_line_of_the_log_holds_a_password_or_a_token() => Assert.That(Found(_log, _secrets), Is.Empty);

    [Test]
    public void No_line_of_the_log_holds_an_e_mail_address_a_number_or_a_name() => Assert.That(Found(_log, _personal), Is.Empty);

    [Test]
    public void No_line_of_the_log_holds_a_code_as_a_whole_word() => Assert.That(WholeWords(string.Join('\n', _log), _codes), Is.Empty);

    [Test]
    public void The_tables_hold_no_password_token_or_private_key()
    {
        Assert.That(_dump, Does.Contain("accounts ").And.Contain("sessions ").And.Contain("otp_challenges ").And.Contain("signing_keys ").And.Contain("audit_events "));
        Assert.That(Found(_dump.Split('\n'), _secrets), Is.Empty);
        Assert.That(Found(_dump.Split('\n'), ["PRIVATE KEY", "<masterKey>", "<masterKey ", "requiresEncryption", "<value>", "\"d\":", "MIGHAgEAMBMG", "308187020100301306"]), Is.Empty, "a private key as PEM, as XML, as a JWK, or as PKCS #8");
    }

    [Test]
    public void The_tables_hold_no_code_as_a_whole_word() => Assert.That(WholeWords(_dump, _codes), Is.Empty);

    [Test]
    public void The_audit_holds_no_e_mail_address_or_number() =>
        Assert.That(Found(_dump.Split('\n').Where(row => row.StartsWith("audit_events ", StringComparison.Ordinal)), _personal), Is.Empty);

    private static IEnumerable<string> Found(IEnumerable<string> lines, IReadOnlyCollection<string> secrets)
    {
        var spellings = secrets.SelectMany(Spellings).ToList();
        return lines.Where(line => spellings.Any(spelling => line.Contains(spelling, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>As it is, and as a column of bytes would show it: its characters, or the bytes that it stands for.</summary>
    private static IEnumerable<string> Spellings(string secret)
    {
        yield return secret;
        yield return Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret));
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..^4];
        if (OpaqueToken.TryParse(secret, out var token))
        {
            yield return Convert.ToHexStringLower(token.Bytes32());
        }
    }

    /// <summary>Where a code stands by itself; within a longer number or a fraction of a second it is chance.</summary>
    private static IEnumerable<string> WholeWords(string text, IEnumerable<string> codes)
    {
        foreach (var code in codes)
        {
            for (var at = text.IndexOf(code, StringComparison.Ordinal); at >= 0; at = text.IndexOf(code, at + 1, StringComparison.Ordinal))
            {
                var (before, after) = (at == 0 ? ' ' : text[at - 1], at + code.Length == text.Length ? ' ' : text[at + code.Length]);
                if (before != '.' && !char.IsAsciiLetterOrDigit(before) && !char.IsAsciiLetterOrDigit(after))
                {
                    yield return text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)];
                }
            }
        }
    }

    private async Task JourneyAsync(AuthApi api)
    {
        var (email, phone) = (Personal(AuthApi.NewEmail()), Personal(AuthApi.NewPhone()));
        _personal.Add(phone[1..]);

        var first = (await api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = Code(await api.CodeSentToAsync(phone));
        (await api.VerifyOtpAsync(first, Code(AuthApi.WrongCode(code)))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        var proof = Secret((await api.VerifyOtpAsync(first, code)).Expect(HttpStatusCode.OK)["phoneVerificationToken"]!);
        (await api.PostAsync("/api/v1/auth/sign-up", new { email, password = Password, displayName = "Dulcinea Quixote", phoneVerificationToken = proof })).Expect(HttpStatusCode.Created);
        (await api.SignUpAsync(email, password: Secret("another password Rocinante"))).Expect(HttpStatusCode.Conflict, "email_taken");
        (await api.SignUpAsync(Personal(AuthApi.NewEmail()), proof)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        (await api.LogInAsync(email, Secret("a wrong password Sancho"))).Expect(HttpStatusCode.Unauthorized);
        (await api.LogInAsync(Personal(AuthApi.NewEmail()), Secret("an unknown one's Teresa"))).Expect(HttpStatusCode.Unauthorized);
        (await api.LogInAsync(email, Secret("a bad password Maritornes\0"))).Expect(HttpStatusCode.BadRequest);
        var login = Tokens((await api.LogInAsync(email, Password)).Expect(HttpStatusCode.OK));
        (await api.SetSmsFactorAsync(login["accessToken"]!, enabled: true)).Expect(HttpStatusCode.OK);

        var restricted = Secret((await api.LogInAsync(email, Password)).Expect(HttpStatusCode.OK)["secondFactorToken"]!);
        var second = (await api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var smsCode = Code(await api.CodeSentToAsync(phone, count: 2));
        (await api.AuthenticateAsync(restricted, second, Code(AuthApi.WrongCode(smsCode)))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        var session = Tokens((await api.AuthenticateAsync(restricted, second, smsCode)).Expect(HttpStatusCode.OK));
        (await api.AuthenticateAsync(restricted, second, smsCode)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        (await api.GetAccountAsync(session["accessToken"])).Expect(HttpStatusCode.OK);
        await ChangePhoneAsync(api, session["accessToken"]!);
        await ForgetAsync(api);
        await FailAsync(api, email, phone);
        var refreshed = Tokens((await api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.OK));
        _host.Clock.Advance(TimeSpan.FromSeconds(11));
        (await api.RefreshAsync(session["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "refresh_token_reused");
        (await api.LogOutAsync(refreshed["accessToken"]!)).Expect(HttpStatusCode.NoContent);
        (await api.PostAsync("/api/v1/auth/logout", new { refreshToken = refreshed["refreshToken"] })).Expect(HttpStatusCode.NoContent);
        (await api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.Unauthorized);
    }

    private async Task ChangePhoneAsync(AuthApi api, string token)
    {
        var other = Personal(AuthApi.NewPhone());
        var challenge = (await api.SendOtpAsync(other, token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var proof = Secret((await api.VerifyOtpAsync(challenge, Code(await api.CodeSentToAsync(other)), token)).Expect(HttpStatusCode.OK)["phoneVerificationToken"]!);
        (await api.SetPhoneAsync(token, proof)).Expect(HttpStatusCode.OK);
    }

    private async Task ForgetAsync(AuthApi api)
    {
        var (email, phone) = (Personal(AuthApi.NewEmail()), Personal(AuthApi.NewPhone()));
        var proved = (await api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var proof = Secret((await api.VerifyOtpAsync(proved, Code(await api.CodeSentToAsync(phone)))).Expect(HttpStatusCode.OK)["phoneVerificationToken"]!);
        (await api.SignUpAsync(email, proof, Password)).Expect(HttpStatusCode.Created);
        var session = Tokens((await api.LogInAsync(email, Password)).Expect(HttpStatusCode.OK));
        (await api.ChangePasswordAsync(session["accessToken"]!, Password, Secret("a changed password Clavileno"))).Expect(HttpStatusCode.NoContent);

        (await api.ForgotAsync(Personal(AuthApi.NewEmail()))).Expect(HttpStatusCode.Accepted);
        var asked = (await api.ForgotAsync(email)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var verified = (await api.VerifyOtpAsync(asked, Code(await api.CodeSentToAsync(phone, count: 2)))).Expect(HttpStatusCode.OK);
        (await api.ResetAsync(Secret(verified["passwordResetToken"]!), Secret("a reset password Altisidora"))).Expect(HttpStatusCode.NoContent);
        (await api.ResetByCodeAsync(email, "0-0000-0000-0000-0000", Secret("a refused password Trifaldi"))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
    }

    /// <summary>A fault of every kind with secrets in its hands: the log of a failure is where they slip out.</summary>
    private async Task FailAsync(AuthApi api, string email, string phone)
    {
        await api.PostAsync("/api/v1/auth/login", $$"""{"email":"{{email}}","password":"{{Password}}","password":"{{Password}}"}""");
        await api.PostAsync("/api/v1/auth/login", $$"""{"email":"{{email}}","password":["{{Password}}"]}""");
        await api.PostAsync("/api/v1/auth/send-otp", $$"""{"phoneNumber":"{{phone}}","locale":"{{email}}"}""");
        await api.SendAsync(HttpMethod.Get, "/api/v1/account", token: $"{Secret("not.a.jwt-Barataria")}");
        await _host.Database.ExecuteAsync("ALTER TABLE audit_events RENAME TO missing");
        (await api.LogInAsync(email, Password)).Expect(HttpStatusCode.InternalServerError);
        (await api.SignUpAsync(Personal(AuthApi.NewEmail()), password: Password)).Expect(HttpStatusCode.InternalServerError);
        await _host.Database.ExecuteAsync("ALTER TABLE missing RENAME TO audit_events");
        _host.Plivo.Behaviour = TestKit.Plivo.PlivoBehaviours.Answer(400, $$"""{"error":"{{phone}} {{email}}"}""");
        var refused = Personal(AuthApi.NewPhone());
        (await api.SendOtpAsync(refused)).Expect(HttpStatusCode.Accepted);
        Code(await api.CodeSentToAsync(refused));
    }

    private Answer Tokens(Answer answer)
    {
        Secret(answer["accessToken"]!);
        Secret(answer["refreshToken"]!);
        return answer;
    }

    private string Secret(string secret)
    {
        _secrets.Add(secret.TrimEnd('\0'));
        return secret;
    }

    private string Personal(string text)
    {
        _personal.Add(text);
        return text;
    }

    private string Code(string code)
    {
        _codes.Add(code);
        return code;
    }
}
