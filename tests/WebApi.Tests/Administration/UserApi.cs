using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>The words of the contract for administrators who look after people.</summary>
internal static class UserApi
{
    internal static Task<Answer> GetUserAsync(this AuthApi api, string token, string account) => api.SendAsync(HttpMethod.Get, $"/api/v1/admin/users/{account}", token: token);

    internal static Task<Answer> SetRoleAsync(this AuthApi api, string token, string account, string role, string? reason = Administrators.Reason) =>
        api.SendAsync(HttpMethod.Put, $"/api/v1/admin/users/{account}/role", new { role, reason }, token);

    /// <param name="what"><c>unlock</c>, <c>sessions/end</c> or <c>delete</c>.</param>
    internal static Task<Answer> ActAsync(this AuthApi api, string token, string account, string what, string? reason = Administrators.Reason) =>
        api.PostAsync($"/api/v1/admin/users/{account}/{what}", new { reason }, token);

    /// <summary>Event, administrator and reason of the newest audit event about the account.</summary>
    internal static Task<string> LastEventAsync(this ServiceHost host, string account) =>
        host.Database.ReadAsync<string>($"SELECT concat_ws(' ', event, administrator_id, reason) FROM audit_events WHERE account_id = '{account}' ORDER BY at DESC, id DESC LIMIT 1");

    internal static Task<long> EventsAsync(this ServiceHost host, string account, int number) =>
        host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events WHERE account_id = '{account}' AND event = {number}");

    /// <summary>From now on nobody administers.</summary>
    internal static Task DismissEverybodyAsync(this ServiceHost host) => host.Database.ExecuteAsync("UPDATE accounts SET role = 0 WHERE role <> 0");
}
