using System.Globalization;
using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Sms.Webhooks;

/// <summary>Calls as Plivo makes them, and the one question that is asked of them.</summary>
internal static class SignedCalls
{
    internal const string Token = "test_auth_token";
    internal const string Nonce = "12345678901234567890";
    internal const string Url = "https://auth.example.com/webhooks/plivo/message";
    internal const string PathSecret = "a-path-secret-of-the-tests-000";

    internal static readonly KeyValuePair<string, string>[] Report = Fields(
        "MessageUUID=0936ec98-7c4c-11e9-9bd8-0626d8e2a5f1", "To=14155550123", "From=14155550199", "Status=delivered", "Type=sms", "Units=1", "TotalRate=0.00550",
        "TotalAmount=0.00550", "MCC=310", "MNC=004", "ErrorCode=000", "Sequence=2", "SentTime=2026-08-23 10:11:12.000000");

    internal static KeyValuePair<string, string>[] Fields(params string[] fields) =>
        [.. fields.Select(field => field.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];

    internal static Dictionary<string, string> Headers(params (string Name, string Value)[] headers) =>
        headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The whole of <paramref name="url"/> is the public address.</summary>
    internal static bool IsSigned(
        string url, IReadOnlyList<KeyValuePair<string, string>> fields, Dictionary<string, string> headers, PlivoOptions? options = null, string method = "POST") =>
        PlivoSignature.VerifiedNonce(method, url, fields, headers, options ?? new PlivoOptions { AuthToken = Token }) is not null;

    /// <summary>As the service asks: the address comes from the settings and the request's own target.</summary>
    internal static Result<SignedCall> Verify(GatewayCall call, PlivoOptions options, TimeProvider? time = null)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var refused = new RefusedCalls(
            services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), time ?? TimeProvider.System, NullLogger<RefusedCalls>.Instance);
        return new PlivoCalls(Options.Create(options), refused).Verify(call);
    }

    /// <summary>The text with one character changed to another one, at each of its places.</summary>
    internal static IEnumerable<string> EachCharacterChanged(string text) =>
        text.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"{text[..i]}{(char)(c ^ 1)}{text[(i + 1)..]}"));
}
