using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>A service that offers calls.</summary>
internal static class Calling
{
    internal const string PublicAddress = "https://auth.example.com";
    internal const string PathSecret = "a-path-secret-that-only-the-stub-knows";

    internal static (string Setting, string Value)[] Settings { get; } =
        [("Plivo:CallerId", "14155550111"), ("Plivo:CallbackBaseUrl", PublicAddress), ("Plivo:CallbackSecret", PathSecret)];

    internal static Task<ServiceHost> StartAsync(params (string Setting, string Value)[] more) => ServiceHost.StartAsync([.. Settings, .. more]);
}
