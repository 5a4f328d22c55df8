using System.Net;
using CleanAuth.WebApi.Security;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>One account with a token of each kind; made without a message, so that nothing goes on in the background.</summary>
public sealed class Callers
{
    private Callers(string email, string fullToken, string secondFactorToken, string administratorToken) =>
        (Email, FullToken, SecondFactorToken, AdministratorToken) = (email, fullToken, secondFactorToken, administratorToken);

    public string Email { get; }

    public string FullToken { get; }

    public string SecondFactorToken { get; }

    /// <summary>Of another account.</summary>
    public string AdministratorToken { get; }

    public static async Task<Callers> CreateAsync(ServiceHost host)
    {
        var (api, email, administrator) = (host.Client(), AuthApi.NewEmail(), AuthApi.NewEmail());
        var full = await OpenAsync(host, api, email, "sms_factor_enabled = true");
        var administrating = await OpenAsync(host, api, administrator, "sms_factor_enabled = true, role = 1");
        await host.Database.ExecuteAsync("UPDATE sessions SET methods = 'pwd sms mfa'");
        return new Callers(email, full, (await api.LogInAsync(email)).Expect(HttpStatusCode.OK)["secondFactorToken"]!, administrating);
    }

    /// <summary>A token that opens the operation, or null when none is needed.</summary>
    public string? TokenFor(Operation operation) => operation.Policy switch
    {
        null or Access.AnyCaller => null,
        "" or Access.FullToken or Access.FreshProof or Access.RecentProof or Access.FullOrEnrollmentToken or Access.FreshProofOrEnrollmentToken => FullToken,
        Access.SecondFactorToken => SecondFactorToken,
        Access.Administrator or Access.AdministratorFreshProof => AdministratorToken,
        var other => throw new InvalidOperationException($"Say here which token opens {other}."),
    };

    private static async Task<string> OpenAsync(ServiceHost host, AuthApi api, string email, string set)
    {
        (await api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var full = (await api.LogInAsync(email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        await host.Database.ExecuteAsync($"UPDATE accounts SET phone_number = '{AuthApi.NewPhone()}', {set} WHERE email = '{email}'");
        return full;
    }
}
