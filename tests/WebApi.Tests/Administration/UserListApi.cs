using System.Net;
using System.Text.Json;
using CleanAuth.TestKit;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

internal static class UserListApi
{
    internal const string Path = "/api/v1/admin/users";

    internal static Task<Answer> ListUsersAsync(this AuthApi api, string token, string query = "") => api.SendAsync(HttpMethod.Get, $"{Path}{query}", token: token);

    internal static Task<Answer> SearchUsersAsync(this AuthApi api, string token, object body) => api.SendAsync(HttpMethod.Post, $"{Path}/search", body, token);

    /// <summary>The addresses of a page, in its order.</summary>
    internal static IReadOnlyList<string> Emails(this Answer answer) => [.. answer.Users().Select(user => user.GetProperty("email").GetString()!)];

    internal static IEnumerable<JsonElement> Users(this Answer answer) => answer.Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray();

    /// <summary>An account of nobody, <paramref name="minute"/> minutes after the others began; <paramref name="set"/> is what is special about it.</summary>
    internal static async Task<string> AddAsync(this TestDatabase database, string email, int minute, string? phone = null, string? set = null)
    {
        await database.ExecuteAsync($"""
            INSERT INTO accounts (id, email, phone_number, password_hash, created_at, password_changed_at, sms_factor_enabled, totp_factor_enabled, role, must_enroll)
            VALUES (gen_random_uuid(), '{email}', {(phone is null ? "NULL" : $"'{phone}'")}, 'x', timestamptz '2020-01-01' + interval '{minute} minutes', '2020-01-01', false, false, 0, false)
            """);
        if (set is not null)
        {
            await database.ExecuteAsync($"UPDATE accounts SET {set} WHERE email = '{email}'");
        }

        return email;
    }

    internal static Task SuspendAsync(this TestDatabase database, string email, int failures = 100) =>
        database.ExecuteAsync($"INSERT INTO factor_budgets (account_id, factor, failures) SELECT id, 2, {failures} FROM accounts WHERE email = '{email}'");
}
