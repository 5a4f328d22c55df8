using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace CleanAuth.Infrastructure.Persistence;

internal sealed class DatabaseOptions
{
    internal const string Section = "Database";

    /// <summary>Which database holds the state; <c>PostgreSql</c> is the one that exists.</summary>
    [AllowedValues("PostgreSql", ErrorMessage = "Database:Provider must be PostgreSql.")]
    public string Provider { get; init; } = "PostgreSql";

    /// <exception cref="InvalidOperationException">The setting is missing; the sentence names it.</exception>
    internal static string ConnectionString(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"ConnectionStrings:{name} is missing: set it to the database (environment variable ConnectionStrings__{name}).");
}
