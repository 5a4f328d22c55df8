using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanAuth.TestKit.Plivo;
using CleanAuth.TestKit.TwoFactor;
using CleanAuth.WebApi.Tests.OpenApi;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>The service as a client sees it, in the words of the contract. Tests reach the service through this and nothing else.</summary>
public sealed class AuthApi(PlivoStub plivo, HttpClient http, TimeProvider? clock = null)
{
    public const string Password = "correct horse battery staple";

    // Without a factor of a million: all of them come before one comes again, and neighbours are far apart, as limits of ranges ask.
    private const long Scattering = 611_953;

    private static long s_phones = RandomNumberGenerator.GetInt32(1_000_000);

    public HttpClient Http => http;

    public static string NewEmail() => $"someone.{RandomNumberGenerator.GetHexString(16, lowercase: true)}@example.com";

    /// <summary>A number of the range that the United Kingdom keeps for fiction, with further digits that no other call gets: hundreds of random ones would meet.</summary>
    public static string NewPhone() => $"+4477009{(Interlocked.Increment(ref s_phones) * Scattering % 1_000_000).ToString("D6", CultureInfo.InvariantCulture)}";

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        var answer = new Answer(response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
        ExpectListed(request, answer);
        return answer;
    }

    // Every test thereby also proves that an operation answers with the problems that its contract lists, and no others (ASVS 5.0 13.4.5).
    private static void ExpectListed(HttpRequestMessage request, Answer answer)
    {
        var path = new Uri(new Uri("http://service"), request.RequestUri!).AbsolutePath;
        if (answer.Code is { } code && Contract.Operations.SingleOrDefault(known => known.Matches($"{request.Method} {path}")) is { } operation)
        {
            Assert.That(operation.ProblemCodes, Does.Contain(code), $"{operation} does not list {code}");
        }
    }

    public Task<Answer> SignUpAsync(string email, string? phoneVerificationToken = null, string password = Password) =>
        PostAsync("/api/v1/auth/sign-up", phoneVerificationToken is null ? new { email, password } : new { email, password, phoneVerificationToken });

    public Task<Answer> LogInAsync(string email, string password = Password) => PostAsync("/api/v1/auth/login", new { email, password });

    public Task<Answer> SendOtpAsync(string phoneNumber, string? token = null) => PostAsync("/api/v1/auth/send-otp", new { phoneNumber }, token);

    public Task<Answer> SendSecondFactorOtpAsync(string secondFactorToken) =>
        PostAsync("/api/v1/auth/send-otp", new { purpose = "secondFactor" }, secondFactorToken);

    public Task<Answer> CallOtpAsync(string phoneNumber, string? locale = null) =>
        PostAsync("/api/v1/auth/send-otp", new { phoneNumber, channel = "voice", locale = locale ?? "en" });

    public Task<Answer> CallSecondFactorOtpAsync(string secondFactorToken) =>
        PostAsync("/api/v1/auth/send-otp", new { purpose = "secondFactor", channel = "voice" }, secondFactorToken);

    public Task<Answer> GetChallengeAsync(string challengeId) => SendAsync(HttpMethod.Get, $"/api/v1/auth/challenges/{challengeId}");

    public Task<Answer> VerifyOtpAsync(string challengeId, string code, string? token = null) =>
        PostAsync("/api/v1/auth/verify-otp", new { challengeId, code }, token);

    public Task<Answer> AuthenticateAsync(string secondFactorToken, string challengeId, string code) =>
        PostAsync("/api/v1/2fa/authenticate", new { method = "sms", challengeId, code }, secondFactorToken);

    public Task<Answer> AuthenticateByAsync(string method, string secondFactorToken, string code) =>
        PostAsync("/api/v1/2fa/authenticate", new { method, code }, secondFactorToken);

    public Task<Answer> GenerateTotpAsync(string token) => SendAsync(HttpMethod.Post, "/api/v1/2fa/generate", token: token);

    public Task<Answer> TurnOnTotpAsync(string token, string code) => PostAsync("/api/v1/2fa/turn-on", new { code }, token);

    public Task<Answer> TurnOffTotpAsync(string token) => SendAsync(HttpMethod.Post, "/api/v1/2fa/turn-off", token: token);

    public Task<Answer> CreateRecoveryCodesAsync(string token) => SendAsync(HttpMethod.Post, "/api/v1/2fa/recovery-codes", token: token);

    public Task<Answer> StepUpAsync(string token, object proof) => PostAsync("/api/v1/auth/step-up", proof, token);

    public Task<Answer> SendStepUpOtpAsync(string token) => PostAsync("/api/v1/auth/send-otp", new { purpose = "stepUp" }, token);

    public Task<Answer> ReinstateAsync(string token, string factor) => SendAsync(HttpMethod.Post, $"/api/v1/2fa/{factor}/reinstate", token: token);

    public Task<Answer> RefreshAsync(string refreshToken) => PostAsync("/api/v1/auth/refresh", new { refreshToken });

    public Task<Answer> LogOutAsync(string accessToken) => SendAsync(HttpMethod.Post, "/api/v1/auth/logout", token: accessToken);

    public Task<Answer> ListSessionsAsync(string token, string query = "") => SendAsync(HttpMethod.Get, $"/api/v1/account/sessions{query}", token: token);

    public Task<Answer> EndSessionAsync(string token, string id) => SendAsync(HttpMethod.Delete, $"/api/v1/account/sessions/{id}", token: token);

    public Task<Answer> EndOtherSessionsAsync(string token) => SendAsync(HttpMethod.Delete, "/api/v1/account/sessions", token: token);

    public Task<Answer> GetAccountAsync(string? token) => SendAsync(HttpMethod.Get, "/api/v1/account", token: token);

    public Task<Answer> GetTwoFactorAsync(string token) => SendAsync(HttpMethod.Get, "/api/v1/2fa", token: token);

    public Task<Answer> SetSmsFactorAsync(string token, bool enabled) => SendAsync(HttpMethod.Put, "/api/v1/2fa/sms", new { enabled }, token);

    public Task<Answer> EnrolSmsAsync(string enrollmentToken, string phoneVerificationToken) =>
        SendAsync(HttpMethod.Put, "/api/v1/2fa/sms", new { enabled = true, phoneVerificationToken }, enrollmentToken);

    public Task<Answer> SetPhoneAsync(string token, string phoneVerificationToken) =>
        SendAsync(HttpMethod.Put, "/api/v1/account/phone", new { phoneVerificationToken }, token);

    public Task<Answer> PostAsync(string path, object body, string? token = null) => SendAsync(HttpMethod.Post, path, body, token);

    /// <summary>The code in the <paramref name="count"/>th message with a code that the gateway got for this number.</summary>
    public async Task<string> CodeSentToAsync(string phoneNumber, int count = 1) => (await plivo.WaitForCodeAsync(phoneNumber, count)).Text[..6];

    /// <summary>The <paramref name="count"/>th message with a code that the gateway got for this number is a call: the phone rings.</summary>
    public async Task<PlayedCall> RingAsync(string phoneNumber, int count = 1) =>
        new(Http, ServiceHost.PlivoToken, await plivo.WaitForCodeAsync(phoneNumber, count));

    /// <summary>A code of the same length that is certainly wrong.</summary>
    public static string WrongCode(string code) => code[0] == '0' ? $"1{code[1..]}" : $"0{code[1..]}";

    /// <summary>Proves a number and gives the <c>phoneVerificationToken</c>.</summary>
    public async Task<string> ProvePhoneAsync(string phoneNumber, string? token = null, int count = 1)
    {
        var sent = (await SendOtpAsync(phoneNumber, token)).Expect(HttpStatusCode.Accepted);
        var verified = await VerifyOtpAsync(sent["challengeId"]!, await CodeSentToAsync(phoneNumber, count), token);
        return verified.Expect(HttpStatusCode.OK)["phoneVerificationToken"]!;
    }

    /// <summary>An account with a verified number and a full session.</summary>
    public async Task<Person> NewPersonAsync()
    {
        var (email, phone) = (NewEmail(), NewPhone());
        (await SignUpAsync(email, await ProvePhoneAsync(phone))).Expect(HttpStatusCode.Created);
        var login = (await LogInAsync(email)).Expect(HttpStatusCode.OK);
        return new Person(email, phone, login["accessToken"]!, login["refreshToken"]!);
    }

    /// <summary>As <see cref="NewPersonAsync"/>, and the code by SMS is asked for after the password; the session had only the password.</summary>
    public async Task<Person> NewPersonWithSmsFactorAsync()
    {
        var person = await NewPersonAsync();
        (await SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        return person;
    }

    /// <summary>As <see cref="NewPersonAsync"/>, with an authenticator app; the session had only the password.</summary>
    public async Task<PersonWithApp> NewPersonWithAppAsync()
    {
        var person = await NewPersonAsync();
        var secret = (await GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["secret"]!;
        var codes = (await TurnOnTotpAsync(person.AccessToken, CodeOf(secret))).Expect(HttpStatusCode.OK);
        return new PersonWithApp(person, secret, [.. codes.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    /// <summary>What an authenticator app with this secret shows so many seconds from now.</summary>
    public string CodeOf(string secret, int seconds = 0) => AuthenticatorApp.CodeAt(secret, (clock ?? TimeProvider.System).GetUtcNow().AddSeconds(seconds));

    /// <summary>Steps up with a code by SMS, the <paramref name="count"/>th message to the number, and gives the new access token.</summary>
    public async Task<string> StepUpBySmsAsync(Person person, int count, string? token = null)
    {
        var challengeId = (await SendStepUpOtpAsync(token ?? person.AccessToken)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await CodeSentToAsync(person.PhoneNumber, count);
        return (await StepUpAsync(token ?? person.AccessToken, new { method = "sms", code, challengeId })).Expect(HttpStatusCode.OK)["accessToken"]!;
    }

    /// <summary>An account without a factor, and the enrollmentToken of its log-in, where everybody must have one.</summary>
    public async Task<(string Email, string EnrollmentToken)> NewEnrolmentAsync()
    {
        var email = NewEmail();
        (await SignUpAsync(email)).Expect(HttpStatusCode.Created);
        return (email, await StartEnrolmentAsync(email));
    }

    public async Task<string> StartEnrolmentAsync(string email) => (await LogInAsync(email)).Expect(HttpStatusCode.OK)["enrollmentToken"]!;

    /// <summary>Password right: the restricted token.</summary>
    public async Task<string> StartLogInAsync(Person person) =>
        (await LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["secondFactorToken"]!;
}

/// <summary>Somebody with an authenticator app.</summary>
/// <param name="Secret">Of the authenticator app, in base32.</param>
public sealed record PersonWithApp(Person Person, string Secret, IReadOnlyList<string> RecoveryCodes);

/// <summary>Somebody with an account. The first message to the number was the proof at sign-up.</summary>
public sealed record Person(string Email, string PhoneNumber, string AccessToken, string RefreshToken);
