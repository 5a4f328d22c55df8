using System.Net;
using CleanAuth.TestKit;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>Somebody who administers.</summary>
/// <param name="Token">Of a session with two factors, just opened.</param>
public sealed record Administrator(PersonWithApp Person, string AccountId, string Token);

internal static class Administrators
{
    internal const string Reason = "Ticket 4711: checked by video call";

    /// <summary>An account with an authenticator app that the database calls an administrator, logged in with both factors.</summary>
    internal static async Task<Administrator> NewAdministratorAsync(this AuthApi api, TestDatabase database)
    {
        var person = await api.NewPersonWithAppAsync();
        await database.ExecuteAsync($"UPDATE accounts SET role = 1 WHERE email = '{person.Person.Email}'");
        var token = await api.LogInByAppAsync(person);
        return new Administrator(person, (await api.GetAccountAsync(token)).Expect(HttpStatusCode.OK)["accountId"]!, token);
    }

    /// <summary>Both factors; by default with the next code, because the present one was spent when the app was switched on.</summary>
    internal static async Task<string> LogInByAppAsync(this AuthApi api, PersonWithApp person, int seconds = 30)
    {
        var restricted = await api.StartLogInAsync(person.Person);
        return (await api.AuthenticateByAsync("totp", restricted, api.CodeOf(person.Secret, seconds))).Expect(HttpStatusCode.OK)["accessToken"]!;
    }

    internal static async Task<string> AccountIdAsync(this AuthApi api, Person person) => (await api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["accountId"]!;

    internal static Task<Answer> SetStatusAsync(this AuthApi api, string token, string account, string status, string? reason = Reason) =>
        api.SendAsync(HttpMethod.Put, $"/api/v1/admin/users/{account}/status", new { status, reason }, token);
}
