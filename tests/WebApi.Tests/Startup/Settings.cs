using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Startup;

/// <summary>A setting that is missing or out of range stops the start with a sentence that names it, and never shows what it held.</summary>
public sealed class Settings
{
    private const string Secret = "SECRET";

    private ServiceHost _host;

    private static IEnumerable<TestCaseData> Missing()
    {
        string[] needed =
        [
            "ConnectionStrings:Default", "Database:Provider", "Security:MasterKey", "Jwt:Issuer", "Jwt:Audience", "Jwt:ClientId", "Plivo:AuthId", "Plivo:AuthToken", "Plivo:SenderId", "Plivo:BaseUrl",
            "Sms:Domain", "Sms:BrandName", "Passwords:CommonListFile", "Passwords:BreachedBaseUrl",
        ];
        return needed.SelectMany(setting => new[] { Case(setting, ""), Case(setting, "  ") });
    }

    private static IEnumerable<TestCaseData> Wrong() =>
    [
        Case("ConnectionStrings:Default", "no connection string"),
        Case("ConnectionStrings:Default", "Host=127.0.0.1;Port=1;Username=nobody;Password=SECRET;Database=nothing"),
        Case("Database:Provider", "Sqlite"),
        Case("Database:Provider", "postgresql"),
        Case("Security:MasterKey", "SECRET"),
        Case("Security:MasterKey", "k1:SECRET"),
        Case("Security:MasterKey", "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        Case("Security:MasterKey", "k1:U0VDUkVUU0VDUkVUU0VDUkVU"),
        Case("Security:PreviousMasterKeys:0", "SECRET"),
        Case("Security:KnownProxies:0", "no address SECRET", named: "Security:KnownProxies"),
        Case("Security:KnownProxies:0", "10.0.0.0/33", named: "Security:KnownProxies"),
        Case("Security:KnownProxies", "10.0.0.0/8"),
        Case("Security:AllowHttp", "perhaps"),
        Case("Cors:Origins", "https://app.example.com"),
        .. NoOrigins(),
        Case("Jwt:Issuer", "auth.example.com"),
        Case("Jwt:Issuer", "https://auth.example.com/"),
        Case("Jwt:Issuer", "https://auth.example.com/?a=b"),
        Case("Jwt:Issuer", "ftp://auth.example.com"),
        Case("Jwt:Issuer", "http://auth.example.com"),
        Case("Jwt:Audience", new string('a', 201)),
        Case("Jwt:Audience", "https://auth.example.com/2fa"),
        Case("Jwt:Audience", "https://auth.example.com/2fa/enrollment"),
        Case("Jwt:ClientId", new string('a', 101)),
        Case("Plivo:AuthId", "MA/../x"),
        Case("Plivo:AuthToken", "SECRET"),
        Case("Plivo:SenderId", "+447700900123"),
        Case("Plivo:BaseUrl", "http://api.plivo.com"),
        Case("Plivo:CallerId", "14155550111", named: "Plivo:CallerId needs Plivo:CallbackBaseUrl and Plivo:CallbackSecret"),
        Case("Plivo:CallerId", "CleanAuth"),
        Case("Plivo:PreviousAuthToken", "SECRET"),
        Case("Plivo:MainAuthToken", "SECRET"),
        Case("Plivo:AllowV2Signatures", "perhaps"),
        Case("Plivo:CallbackBaseUrl", "http://auth.example.com"),
        Case("Plivo:CallbackBaseUrl", "https://auth.example.com", named: "Plivo:CallbackSecret"),
        Case("Plivo:CallbackSecret", "SECRET"),
        Case("Plivo:CallbackSecret", "SECRET-SECRET-SECRET-SECRET", named: "Plivo:CallbackBaseUrl"),
        Case("Plivo:CallerId", "+14155550111"),
        Case("Sms:Domain", "https://auth.example.com"),
        Case("Sms:BrandName", "Ünique"),
        Case("Sms:AllowedCallingCodes:0", "+44"),
        Case("Sms:AllowedCallingCodes:0", "*", named: "Sms:AllowedCallingCodes"),
        .. Range("Jwt:AccessTokenSeconds", 60, 3600),
        .. Range("Jwt:ClockSkewSeconds", 0, 30),
        .. Range("Jwt:SigningKeyDays", 1, 365),
        .. Range("Plivo:TimeoutSeconds", 1, 10),
        .. Range("Passwords:BreachedTimeoutSeconds", 1, 10),
        Case("Passwords:CommonListFile", "no-such-file"),
        Case("Passwords:CommonListFile", "CleanAuth.WebApi.deps.json"),
        Case("Passwords:CommonListFile", "CleanAuth.WebApi.dll"),
        Case("Passwords:CommonListFile", "."),
        Case("Passwords:ContextWords", "Acme", named: "Passwords:ContextWords is a list"),
        Case("Passwords:ContextWords:0", "abc", named: "Passwords:ContextWords"),
        Case("Passwords:ContextWords:0", new string('x', 41), named: "Passwords:ContextWords"),
        Case("Passwords:BreachedCheck", "perhaps"),
        Case("Passwords:BreachedBaseUrl", "http://api.pwnedpasswords.com"),
        Case("Passwords:BreachedBaseUrl", "https://user:SECRET@api.pwnedpasswords.com"),
        Case("Passwords:BreachedBaseUrl", "https://api.pwnedpasswords.com/?a=b"),
        .. Range("Otp:CodeLength", 6, 10),
        .. Range("Otp:CodeSeconds", 60, 600),
        .. Range("Otp:MaxTries", 3, 10),
        .. Range("Otp:MaxSendsPer10Minutes", 1, 20),
        .. Range("Otp:MaxSendsPerDay", 1, 100),
        .. Range("Otp:ProofSeconds", 60, 600),
        Case("Otp:ResendSeconds:0", "-1", named: "Otp:ResendSeconds"),
        Case("Otp:ResendSeconds:0", "0", named: "Otp:ResendSeconds"),
        Case("Otp:ResendSeconds:0", "601", named: "Otp:ResendSeconds"),
        Case("Otp:ResendSeconds:0", "many", named: "Otp:ResendSeconds"),
        .. Range("Sessions:IdleSeconds", 3600, 7_776_000),
        .. Range("Sessions:AbsoluteSeconds", 3600, 31_536_000),
        .. Range("Sessions:AdminIdleSeconds", 300, 86_400),
        .. Range("Sessions:AdminAbsoluteSeconds", 3600, 2_592_000),
        .. Range("Sessions:RefreshGraceSeconds", 0, 60),
        .. Range("Sessions:StepUpSeconds", 60, 3600),
        .. Range("Sessions:MaxPerAccount", 1, 1000),
        .. Range("Sessions:CacheSeconds", 0, 5),
        .. Range("Sessions:SecondFactorTokenSeconds", 60, 900),
        .. Range("Sessions:SecondFactorTokenTries", 3, 10),
        .. Range("Sessions:EnrollmentTokenSeconds", 60, 900),
        Case("TwoFactor:RequiredFor", "perhaps"),
        Case("TwoFactor:RequiredFor", "7"),
        Case("TwoFactor:EnforceFrom", "monday"),
        .. Range("TwoFactor:ResetCoolingHours", 1, 168),
        .. Range("Budgets:FreeFailures", 3, 20),
        .. Range("Budgets:FirstDelaySeconds", 1, 300),
        .. Range("Budgets:MaxDelaySeconds", 60, 3600),
        .. Range("Budgets:SuspendAt", 20, 100),
        .. Range("Budgets:Passwords:FreeFailures", 3, 20),
        .. Range("Budgets:Passwords:FirstDelaySeconds", 1, 300),
        .. Range("Budgets:Passwords:MaxDelaySeconds", 60, 3600),
        .. Range("Budgets:Passwords:CloseAt", 20, 100),
        .. Range("Sms:MaxWaiting", 10, 100_000),
        Case("Sms:Notices", "perhaps"),
        Case("Sms:NoticeLanguage", "EN"),
        Case("Sms:NoticeLanguage", "nl"),
        .. Range("Sms:Spend:PrefixDigits", 4, 12),
        .. Range("Sms:Spend:MaxPerPrefixPerHour", 1, 100_000),
        .. Range("Sms:Spend:MaxPerClientPerHour", 1, 100_000),
        .. Range("Sms:Spend:MaxPerAccountPerDay", 1, 10_000),
        .. Range("Sms:Spend:DayCap", 0, 10_000_000),
        .. Range("Sms:Spend:CountryDayCap", 0, 10_000_000),
        .. Range("Sms:Spend:DefaultPrice", 0, 100),
        .. Range("Sms:Spend:DefaultCallPrice", 0, 100),
        .. Range("Sms:Spend:BreakerWindowMinutes", 15, 1440),
        .. Range("Sms:Spend:BreakerSample", 10, 10_000),
        .. Range("Sms:Spend:BreakerPercent", 0, 100),
        .. Range("Sms:Spend:UnprovedPercent", 1, 100),
        .. Range("Sms:Spend:BreakerGraceMinutes", 0, 10),
        Case("Sms:Spend:Shadow", "perhaps"),
        Case("Sms:Spend:Prices", "0.1"),
        Case("Sms:Spend:CallPrices", "0.1"),
        Case("Sms:Spend:Prices:44", "-0.1", named: "Sms:Spend:Prices"),
        Case("Sms:Spend:Prices:44", "100.01", named: "Sms:Spend:Prices"),
        Case("Sms:Spend:Prices:44", "cheap", named: "Sms:Spend:Prices"),
        Case("Sms:Spend:Prices:44", "0,05", named: "Sms:Spend:Prices"),
        Case("Sms:Spend:Prices:+44", "0.1", named: "Sms:Spend:Prices"),
        Case("Sms:Spend:Prices:044", "0.1", named: "Sms:Spend:Prices"),
        Case("Sms:Spend:Prices:44770090", "0.1", named: "Sms:Spend:Prices"),
        Case("Sms:Spend:CallPrices:GB", "0.1", named: "Sms:Spend:CallPrices"),
        .. Range("CleanUp:IntervalSeconds", 1, 3600),
        .. Range("CleanUp:BatchRows", 10, 10_000),
        .. Range("CleanUp:UnprovedNumberHours", 1, 24),
        .. Range("CleanUp:ChallengeDays", 1, 30),
        .. Range("CleanUp:CounterDays", 2, 30),
        .. Range("CleanUp:UsageDays", 31, 3650),
        .. Range("CleanUp:StepHours", 2, 720),
        .. Range("CleanUp:ActivityDays", 1, 90),
        .. Range("CleanUp:RefreshTokenDays", 1, 90),
        .. Range("CleanUp:SessionDays", 1, 400),
        .. Range("CleanUp:AuditDays", 30, 3650),
        .. Range("RateLimits:Anonymous:Permits", 1, 1_000_000),
        .. Range("RateLimits:Anonymous:WindowSeconds", 1, 3600),
        .. Range("RateLimits:PasswordHashing:Iterations", 210_000, 10_000_000),
        .. Range("RateLimits:PasswordHashing:Parallel", 1, 1024),
        .. Range("RateLimits:PasswordHashing:QueueLimit", 1, 10_000),
        .. Range("RateLimits:PasswordHashing:MaxWaitSeconds", 1, 60),
    ];

    [OneTimeSetUp]
    public async Task Start() => _host = await ServiceHost.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCaseSource(nameof(Missing))]
    public void Missing_it_stops_the_start(string setting, string nothing, string named) => AssertStops(setting, nothing, named);

    [TestCaseSource(nameof(Wrong))]
    public void Wrong_it_stops_the_start(string setting, string value, string named) => AssertStops(setting, value, named);

    [TestCase("Trust Server Certificate=true")]
    [TestCase("TrustServerCertificate=true")]
    [TestCase("Include Error Detail=true")]
    public void A_connection_that_trusts_any_server_or_tells_values_stops_the_start(string weakness) =>
        AssertStops("ConnectionStrings:Default", $"{_host.Database.ConnectionString};{weakness}", "ConnectionStrings:Default must not");

    private static IEnumerable<TestCaseData> Range(string setting, int least, int most) =>
        [Case(setting, $"{least - 1}"), Case(setting, $"{most + 1}"), Case(setting, "-1"), Case(setting, "many"), Case(setting, "99999999999")];

    private static IEnumerable<TestCaseData> NoOrigins() =>
        new[]
        {
            "", " ", "*", "null", "SECRET", "app.example.com", "https://", "https://*", "https://*.example.com", "https://app.example.com/", "https://app.example.com/path", "https://app.example.com?", "https://app.example.com#",
            "https://app.example.com:443", "https://app.example.com:0443", "https://app.example.com:", "https://App.example.com", "HTTPS://app.example.com", "https://user@app.example.com", "https://bücher.example",
            " https://app.example.com", "https://app.example.com ", "https://a.example,https://b.example", "http://app.example.com", "http://127.0.0.1:80", "ftp://app.example.com", "file:///x", "chrome-extension://abc",
        }.Select(origin => Case("Cors:Origins:0", origin, named: "Cors:Origins"));

    private static TestCaseData Case(string setting, string value, string? named = null) =>
        new TestCaseData(setting, value, named ?? setting).SetArgDisplayNames(setting, value.Length > 40 ? $"{value[..40]}…" : value);

    private void AssertStops(string setting, string value, string named) =>
        Assert.That(FailingStart.SentencesOf(_host, setting, value), Has.Some.Contains(named).And.None.Contains(Secret));
}
