namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>What somebody does with their own account, in the words of the contract.</summary>
public static class OwnAccount
{
    public static Task<Answer> ChangeNameAsync(this AuthApi api, string token, string? displayName) => api.SendAsync(HttpMethod.Patch, "/api/v1/account", new { displayName }, token);

    public static Task<Answer> RemovePhoneAsync(this AuthApi api, string token) => api.SendAsync(HttpMethod.Delete, "/api/v1/account/phone", token: token);

    public static Task<Answer> DeleteAccountAsync(this AuthApi api, string token) => api.SendAsync(HttpMethod.Delete, "/api/v1/account", token: token);

    public static Task<Answer> ExportAccountAsync(this AuthApi api, string token) => api.SendAsync(HttpMethod.Get, "/api/v1/account/export", token: token);

    public static Task<Answer> ListActivityAsync(this AuthApi api, string token, string query = "") => api.SendAsync(HttpMethod.Get, $"/api/v1/account/activity{query}", token: token);

    /// <summary>Steps up with the app and gives the new access token; moves the clock, because a code of an app is good once.</summary>
    public static async Task<string> StepUpByAppAsync(this ServiceHost host, PersonWithApp user, string? token = null)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(60));
        var api = host.Client();
        return (await api.StepUpAsync(token ?? user.Person.AccessToken, new { method = "totp", code = api.CodeOf(user.Secret) })).Expect(System.Net.HttpStatusCode.OK)["accessToken"]!;
    }
}
