using System.Text;
using System.Text.Json;
using CleanAuth.TestKit.Import;
using CleanAuth.WebApi.Import;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Import;

/// <summary>Files to import, and what the command says about them.</summary>
internal static class Lines
{
    internal static string Of(string email, string? passwordHash = null, string? phone = null, bool? phoneVerified = null, string? displayName = null) =>
        JsonSerializer.Serialize(new { email, passwordHash = passwordHash ?? HashVector.Cheap.Hash, phone, phoneVerified, displayName });

    /// <summary>So many people, always the same.</summary>
    internal static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Of($"person{i}@example.com"))];

    /// <summary>Runs the command inside a host.</summary>
    internal static async Task<(int ExitCode, string Summary, string Errors)> ImportAsync(this ServiceHost host, params string[] lines)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        var exitCode = await AccountImport.RunAsync(host.Services, file, output, errors);
        return (exitCode, output.ToString().Trim(), errors.ToString().Trim());
    }
}
