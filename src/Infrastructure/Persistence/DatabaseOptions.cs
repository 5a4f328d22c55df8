using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CleanAuth.Infrastructure.Persistence;

internal sealed class DatabaseOptions
{
    internal const string Section = "Database";

    private const string TrustAnyServer = "Trust Server Certificate";

    /// <summary>Which database holds the state; <c>PostgreSql</c> is the one that exists.</summary>
    [AllowedValues("PostgreSql", ErrorMessage = "Database:Provider must be PostgreSql.")]
    public string Provider { get; init; } = "PostgreSql";

    /// <exception cref="InvalidOperationException">The setting trusts any server, or puts row values into messages; the sentence names it.</exception>
    internal static void RefuseWeak(string connection, string name)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        if (parts.IncludeErrorDetail || $"{parts[TrustAnyServer]}" == bool.TrueString)
        {
            throw new InvalidOperationException(
                $"ConnectionStrings:{name} must not hold Trust Server Certificate or Include Error Detail outside Development: one trusts any server, the other logs row values.");
        }
    }

    /// <exception cref="InvalidOperationException">The setting is missing or no connection string; the sentence names it and never its value.</exception>
    internal static string ConnectionString(IConfiguration configuration, string name)
    {
        var connection = configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw new InvalidOperationException($"ConnectionStrings:{name} is missing: set it to the database (environment variable ConnectionStrings__{name}).");
        }

        return IsConnectionString(connection)
            ? connection
            : throw new InvalidOperationException($"ConnectionStrings:{name} is not a connection string of the form Host=…;Database=…;Username=…;Password=….");
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
