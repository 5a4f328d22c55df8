using System.Security.Cryptography;
using CleanAuth.TestKit;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>What a node in Production needs to start against a test's database and gateway.</summary>
internal static class ProductionSettings
{
    internal static IEnumerable<(string Setting, string Value)> Of(TestDatabase database, string plivoUrl, string masterKey) =>
    [
        ("ConnectionStrings:Default", database.ConnectionString),
        ("Security:MasterKey", masterKey),
        ("Security:AllowHttp", "true"),
        ("Jwt:Issuer", "https://auth.example.com"),
        ("Plivo:AuthId", "MAOFTHESTUB000000001"),
        ("Plivo:AuthToken", ServiceHost.PlivoToken),
        ("Plivo:SenderId", "CleanAuth"),
        ("Plivo:BaseUrl", plivoUrl),
        ("Sms:Domain", "auth.example.com"),
        ("Sms:AllowedCallingCodes:0", "44"),
        ("RateLimits:Anonymous:Permits", "1000000"),
        ("Sms:Spend:MaxPerPrefixPerHour", "100000"),
        ("Sms:Spend:MaxPerClientPerHour", "100000"),
        ("Sms:Spend:MaxPerAccountPerDay", "10000"),
        ("Sms:Spend:DayCap", "1000000"),
        ("Sms:Spend:CountryDayCap", "1000000"),
        ("Sms:Spend:BreakerPercent", "0"),
    ];

    internal static string NewMasterKey() => $"test1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
