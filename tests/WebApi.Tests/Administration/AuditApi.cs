using System.Net;
using System.Text.Json;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>The audit trail in the words of the contract.</summary>
internal static class AuditApi
{
    internal static Task<Answer> ListAuditAsync(this AuthApi api, string? token, string query = "") => api.SendAsync(HttpMethod.Get, $"/api/v1/admin/audit-events{query}", token: token);

    internal static Task<Answer> ExportAuditAsync(this AuthApi api, string? token, string query = "") => api.SendAsync(HttpMethod.Get, $"/api/v1/admin/audit-events/export{query}", token: token);

    internal static IReadOnlyList<JsonElement> Items(this Answer answer) => [.. answer.Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];

    internal static IReadOnlyList<JsonElement> Lines(this Answer answer) =>
        [.. answer.Expect(HttpStatusCode.OK).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    internal static string? Text(this JsonElement item, string member) => item.TryGetProperty(member, out var value) ? value.ToString() : null;
}
